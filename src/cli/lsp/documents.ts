import { basename, dirname, join } from "node:path";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Diagnostic } from "../../lint/diagnostic.ts";
import { type FileLintWithRules, finish } from "../../lint/finish.ts";
import { lintFile } from "../../lint/run.ts";
import type { SpecFile } from "../../pipeline/model.ts";
import type { FileConfig } from "../config/resolve-config.ts";
import { pathFrom, shownPath } from "../files/paths.ts";
import { type ClientSettings, Folder, namesIn, type WorkspaceNames } from "./folder.ts";
import { pathOfUri } from "./positions.ts";

/** One version of a document, read and linted. */
export interface Analysis {
  readonly version: number;
  readonly document: OpenDocument;
  readonly file: SpecFile;
  readonly config: FileConfig;
  readonly lint: FileLintWithRules;
  /** Milliseconds that reading and linting took. */
  readonly took: number;
}

/** The analysis of a version, which also depends on whether a spec names the file as its steps. */
interface Reading {
  readonly version: number;
  readonly isDefinition: boolean;
  readonly analysis: Promise<Analysis | undefined>;
}

/** A document that the client has open. */
export class OpenDocument {
  readonly text: TextDocument;
  readonly folder: Folder;
  /** The absolute path; for a document without a file a path in its folder. */
  readonly absolute: string;
  /** The path in findings. */
  readonly path: string;
  /** False for one without a file, such as `untitled:` or an old version of a file. */
  readonly isFile: boolean;
  readonly #isDefinition: (absolute: string) => boolean;
  #reading: Reading | undefined;
  #latest: Analysis | undefined;
  #definitions: ReadonlySet<string> = new Set();

  /** `isDefinition` is true for the path of a file that a spec names as its steps. */
  constructor(
    text: TextDocument,
    folder: Folder,
    absolute: string,
    isDefinition: (absolute: string) => boolean,
  ) {
    this.text = text;
    this.#isDefinition = isDefinition;
    this.folder = folder;
    this.absolute = absolute;
    this.path = shownPath(absolute, folder.root);
    this.isFile = pathOfUri(text.uri) !== undefined;
  }

  get uri(): string {
    return this.text.uri;
  }

  /** The latest finished analysis, which may be of an older version. */
  get latest(): Analysis | undefined {
    return this.#latest;
  }

  /** The paths of the files that the latest analysis names as its steps. */
  get definitions(): ReadonlySet<string> {
    return this.#definitions;
  }

  /** Finds the files that the document names as its steps, since one may be new on disk. */
  async follow(): Promise<void> {
    const latest = this.#latest;
    const found = latest?.lint.templates ? await this.folder.definitionsOf(latest.lint) : new Set<string>();
    if (latest === this.#latest) this.#definitions = found;
  }

  /** Reads a text in place of that of the document. */
  async parse(text: string): Promise<SpecFile | undefined> {
    return await this.folder.parse(this, text, this.#isDefinition(this.absolute));
  }

  /** Forgets the analysis, since a config or another file changed. */
  reset(): void {
    this.#reading = undefined;
  }

  /**
   * Reads and lints the current version, once; undefined if it is not a spec, or if its config
   * ignores it or is unusable.
   */
  analysis(): Promise<Analysis | undefined> {
    const { version } = this.text;
    const isDefinition = this.#isDefinition(this.absolute);
    const known = this.#reading;
    if (known?.version === version && known.isDefinition === isDefinition) return known.analysis;
    const analysis = this.#analyse(version);
    this.#reading = { version, isDefinition, analysis };
    return analysis;
  }

  async #analyse(version: number): Promise<Analysis | undefined> {
    const start = performance.now();
    const text = this.text.getText();
    const config = await this.folder.configOf(this.absolute);
    const file = config && (await this.parse(text));
    let analysis: Analysis | undefined;
    if (config && file) {
      const lint = { ...(await lintFile(file, config.rules, config.settings)), rules: config.rules };
      analysis = { version, document: this, file, config, lint, took: performance.now() - start };
    }
    if ((this.#latest?.version ?? -1) <= version || !analysis) this.#latest = analysis;
    await this.follow();
    return analysis;
  }
}

/** The open documents and the folders of the workspace. */
export class Workspace {
  readonly #settings: ClientSettings;
  readonly #report: (sentence: string) => void;
  readonly #folders = new Map<string, Folder>();
  /** Folders of documents outside the workspace, which have no index. */
  readonly #loose = new Map<string, Folder>();
  readonly #documents = new Map<string, OpenDocument>();

  /** `report` gets sentences about unusable configs. */
  constructor(settings: ClientSettings, report: (sentence: string) => void) {
    this.#settings = settings;
    this.#report = report;
  }

  get folders(): readonly Folder[] {
    return [...this.#folders.values()];
  }

  get documents(): readonly OpenDocument[] {
    return [...this.#documents.values()];
  }

  /** Adds a folder; returns it to be indexed. */
  addFolder(root: string): Folder {
    const folder = this.#folders.get(root) ?? new Folder(root, this.#settings, this.#report);
    this.#folders.set(root, folder);
    this.#placeAgain();
    return folder;
  }

  removeFolder(root: string): void {
    this.#folders.delete(root);
    this.#placeAgain();
  }

  /** The open documents belong to the deepest folder around them, which may be another one now. */
  #placeAgain(): void {
    for (const { text } of this.documents) this.open(text);
  }

  /** Opens a document; its text changes in place. */
  open(text: TextDocument): OpenDocument {
    const own = pathOfUri(text.uri);
    const [first] = this.folders;
    const absolute = own ?? join(first?.root ?? process.cwd(), basename(text.uri.replace(/^\w+:/, "")));
    const known = this.#documents.get(text.uri);
    const folder = this.#folderOf(absolute);
    if (known?.folder === folder && known.text === text) return known;
    const document = new OpenDocument(text, folder, absolute, (path) => this.#isDefinition(path));
    this.#documents.set(text.uri, document);
    return document;
  }

  close(uri: string): OpenDocument | undefined {
    const document = this.#documents.get(uri);
    this.#documents.delete(uri);
    return document;
  }

  document(uri: string): OpenDocument | undefined {
    return this.#documents.get(uri);
  }

  /** The open document of a file. */
  documentAt(absolute: string): OpenDocument | undefined {
    return this.documents.find((document) => document.isFile && document.absolute === absolute);
  }

  get #files(): readonly OpenDocument[] {
    return this.documents.filter(({ isFile }) => isFile);
  }

  get #paths(): ReadonlySet<string> {
    return new Set(this.#files.map(({ absolute }) => absolute));
  }

  /** True for a file that a spec names as its steps; an open spec counts as it is in the editor. */
  #isDefinition(absolute: string): boolean {
    if (this.#files.some(({ definitions }) => definitions.has(absolute))) return true;
    const open = this.#paths;
    return this.folders.some((folder) => folder.isDefinition(absolute, open));
  }

  /** Reads the specs of a folder again; false if a newer call has replaced this one. */
  async index(folder: Folder): Promise<boolean> {
    const isDone = await folder.index();
    for (const document of this.#files) await document.follow();
    return isDone;
  }

  #folderOf(absolute: string): Folder {
    const around = this.folders.filter((folder) => folder.contains(absolute));
    const [deepest] = around.sort((a, b) => b.root.length - a.root.length);
    if (deepest) return deepest;
    const root = dirname(absolute);
    const loose = this.#loose.get(root) ?? new Folder(root, this.#settings, this.#report);
    this.#loose.set(root, loose);
    return loose;
  }

  /** Forgets all configs and analyses. */
  reload(): void {
    for (const folder of [...this.#folders.values(), ...this.#loose.values()]) folder.reloadConfigs();
    for (const document of this.documents) document.reset();
  }

  /**
   * The folder with whose files a document is compared: the outermost one that `dryfire lint` would
   * find it in, so that a folder of the workspace inside another one hides no duplicates.
   */
  comparedIn({ folder, absolute }: OpenDocument): Folder {
    const around = this.folders.filter((each) => each.contains(absolute) && each.has(absolute));
    const [outermost = folder] = around.sort((a, b) => a.root.length - b.root.length);
    return outermost;
  }

  /**
   * Returns the findings of a document: its own, and those of the rules across the files of a
   * folder, of which open documents count as they are in the editor. A document without a file is
   * compared with none: most often it is a copy of one.
   */
  findings(analysis: Analysis): readonly Diagnostic[] {
    const { document, lint } = analysis;
    if (!document.isFile) return finish([lint])[0]!.diagnostics;
    const folder = this.comparedIn(document);
    const own = lintFrom(folder, document, lint);
    const others = this.#files.flatMap((each) => {
      const isCompared = each !== document && each.latest && this.comparedIn(each) === folder;
      return isCompared ? [lintFrom(folder, each, each.latest.lint)] : [];
    });
    // Which of two files has the finding depends on the order, as on the command line.
    const all = [own, ...others, ...folder.others(this.#paths)].sort((a, b) => (a.path < b.path ? -1 : 1));
    return finish(all)[all.indexOf(own)]!.diagnostics;
  }

  /** The names that specs use, on disk and in the editor. */
  names(document: OpenDocument): WorkspaceNames {
    const open = this.documents.flatMap(({ latest }) => (latest ? [namesIn(latest.file)] : []));
    const all = [...this.comparedIn(document).names, ...open];
    const merged = (key: keyof WorkspaceNames) => [...new Set(all.flatMap((names) => names[key]))].sort();
    return { contexts: merged("contexts"), integrations: merged("integrations") };
  }
}

/** The result of a document with the path that it has from a folder around its own one. */
function lintFrom(folder: Folder, { folder: own }: OpenDocument, lint: FileLintWithRules): FileLintWithRules {
  return own === folder ? lint : { ...lint, path: `${pathFrom(folder.root, own.root)}/${lint.path}` };
}
