import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { builtProgram, runBuilt } from "../built-program.ts";
import { newFolder } from "../new-folder.ts";
import { Client, endClients } from "./client.ts";

const root = join(import.meta.dirname, "../..");
const editors = join(root, "editors");
const has = (...command: [string, ...string[]]): boolean =>
  spawnSync(command[0], command.slice(1), { stdio: "ignore" }).status === 0;

/** Eglot is a package of its own before Emacs 29; Debian installs it here. */
const EGLOT = `(progn (require 'package)
  (add-to-list 'package-directory-list "/usr/share/emacs/site-lisp/elpa")
  (package-initialize) (require 'eglot))`;

const fixture = join(root, "fixtures/rules/legacy-event-name");
const folder = newFolder(afterAll);
const file = join(folder, "spec.yml");
const program = () => join(builtProgram(), "dryfire.cjs");

beforeEach(() => {
  writeFileSync(file, readFileSync(join(fixture, "bad-older.yml")));
});
afterAll(endClients);

/** The result of `lint` for the file, after an editor has written it. */
const findings = async (): Promise<string> => (await runBuilt(["lint", "spec.yml"], folder)).stdout;

describe("the settings of editors", () => {
  test.skipIf(!has("nvim", "--version"))(
    "Neovim applies a fix and finds nothing left (needs nvim)",
    async () => {
      const script = join(folder, "session.lua");
      writeFileSync(
        script,
        `vim.g.dryfire_command = { ${JSON.stringify(process.execPath)}, ${JSON.stringify(program())}, "lsp" }
       dofile(${JSON.stringify(join(editors, "neovim/dryfire.lua"))})
       vim.cmd("filetype on")
       vim.cmd("edit ${file}")
       local function wait(isDone) return vim.wait(20000, isDone, 20) end
       local found = wait(function() return #vim.diagnostic.get(0) > 0 end)
       local code = found and vim.diagnostic.get(0)[1].code
       vim.cmd("DryfireFix")
       local fixed = wait(function() return #vim.diagnostic.get(0) == 0 end)
       vim.cmd("write")
       io.stdout:write(vim.inspect({ code, fixed }):gsub("%s+", " "))
       vim.cmd("qall!")`,
      );
      expect(await findings()).toContain("legacy-event-name");
      const { stdout } = spawnSync(
        "nvim",
        ["--clean", "--headless", "-u", "NONE", "-c", `luafile ${script}`],
        {
          encoding: "utf8",
          timeout: 60_000,
          stdio: ["ignore", "pipe", "pipe"],
        },
      );
      expect(stdout).toContain('{ "legacy-event-name", true }');
      expect(await findings()).toContain("no problems");
    },
  );

  test.skipIf(!has("nvim", "--version"))("Neovim starts it in the root of a worktree (needs nvim)", () => {
    // Neovim reads a comma in a path as the start of another folder.
    const worktree = mkdtempSync(join(tmpdir(), "dryfire editors, "));
    mkdirSync(join(worktree, "ci"));
    writeFileSync(join(worktree, ".git"), "gitdir: /nowhere\n");
    writeFileSync(join(worktree, "ci/spec.yml"), readFileSync(file));
    const script = join(folder, "root.lua");
    writeFileSync(
      script,
      `vim.g.dryfire_command = { ${JSON.stringify(process.execPath)}, ${JSON.stringify(program())}, "lsp" }
       dofile(${JSON.stringify(join(editors, "neovim/dryfire.lua"))})
       vim.cmd("filetype on")
       vim.cmd("edit " .. vim.fn.fnameescape(${JSON.stringify(join(worktree, "ci/spec.yml"))}))
       vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
       for _, client in pairs(vim.lsp.get_active_clients()) do io.stdout:write(client.config.root_dir) end
       vim.cmd("qall!")`,
    );
    const argv = ["--clean", "--headless", "-u", "NONE", "-c", `luafile ${script}`];
    const { stdout } = spawnSync("nvim", argv, { encoding: "utf8", timeout: 60_000, stdio: "pipe" });
    rmSync(worktree, { recursive: true });
    expect(stdout).toBe(worktree);
  });

  test.skipIf(!has("emacs", "--batch", "-Q", "--eval", EGLOT))(
    "Emacs applies a fix and finds nothing left (needs emacs with eglot)",
    async () => {
      const script = join(folder, "session.el");
      writeFileSync(
        script,
        `${EGLOT}
         (define-derived-mode yaml-mode fundamental-mode "YAML")
         (load ${JSON.stringify(join(editors, "emacs/dryfire.el"))})
         (setq dryfire-command '(${JSON.stringify(process.execPath)} ${JSON.stringify(program())} "lsp"))
         (find-file ${JSON.stringify(file)})
         (yaml-mode)
         (apply #'eglot--connect (eglot--guess-contact))
         (let ((end (+ (float-time) 20)))
           (while (and (not eglot--diagnostics) (< (float-time) end)) (accept-process-output nil 0.05)))
         (dryfire-fix)
         (save-buffer)`,
      );
      spawnSync("emacs", ["--batch", "-Q", "-l", script], { timeout: 60_000, stdio: "ignore" });
      expect(await findings()).toContain("no problems");
    },
  );

  test.each([
    ["helix/languages.toml", /command = "(\w+)"\nargs = \["(\w+)"\]/],
    ["zed/settings.json", /"path": "(\w+)", "arguments": \["(\w+)"\]/],
    ["neovim/dryfire.lua", /\{ "(\w+)", "(\w+)" \}/],
    ["emacs/dryfire.el", /'\("(\w+)" "(\w+)"\)/],
  ])("%s names the command that starts the server", (name, command) => {
    const text = readFileSync(join(editors, name), "utf8");
    expect(command.exec(text)?.slice(1)).toEqual(["dryfire", "lsp"]);
    if (name.endsWith(".json")) expect(Object.keys(JSON.parse(text))).toEqual(["lsp"]);
  });

  test("the command needs no option", async () => {
    const client = new Client([]);
    expect((await client.start(folder)).serverInfo.name).toBe("dryfire");
  });
});

describe("the extension of VS Code", () => {
  const extension = join(editors, "vscode");
  const manifest = JSON.parse(readFileSync(join(extension, "package.json"), "utf8"));

  test("takes programs and local rules from settings of the user only", () => {
    const { properties } = manifest.contributes.configuration;
    expect(Object.keys(properties)).toEqual(["dryfire.path", "dryfire.loadRules"]);
    for (const each of Object.values<{ scope: string }>(properties)) expect(each.scope).toBe("machine");
    expect(properties["dryfire.loadRules"].default).toBe(false);
  });

  test.skipIf(!existsSync(join(extension, "node_modules/@vscode/vsce")))(
    "is packed with the program (needs npm ci --prefix editors/vscode)",
    () => {
      const out = join(folder, "dryfire.vsix");
      execFileSync(process.execPath, [join(extension, "package.mjs"), out, builtProgram()], {
        stdio: "ignore",
      });
      const text = readFileSync(out, "latin1");
      for (const name of ["package.json", "out/extension.js", "out/LICENSES.txt", "server/dryfire.cjs"])
        expect(text).toContain(`extension/${name}`);
      expect(text).not.toContain("node_modules");
    },
  );
});
