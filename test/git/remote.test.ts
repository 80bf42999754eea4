import { describe, expect, test } from "vitest";
import { readRemote } from "../../src/cli/git/git-remote.ts";

const addresses: [
  url: string,
  repository: string | undefined,
  provider: string | undefined,
  alias?: string,
][] = [
  ["https://github.com/acme/shop.git", "acme/shop", "github"],
  ["https://github.com/acme/shop/", "acme/shop", "github"],
  ["https://mira:fixture-password@GitHub.com/acme/shop", "acme/shop", "github"],
  ["git@github.com:acme/shop.git", "acme/shop", "github"],
  ["github.com:acme/shop", "acme/shop", "github"],
  ["ssh://git@ssh.github.com:443/acme/shop.git", "acme/shop", "github"],
  ["git@github.com-work:acme/shop.git", "acme/shop", undefined],
  ["git@github.com:/acme/shop.git", "acme/shop", "github"],
  ["git@gitlab.com:acme/web/team/shop.git", "acme/web/team/shop", "gitlab"],
  ["https://gitlab.example.com/acme/web/shop.git", "acme/web/shop", undefined],
  ["https://mira@bitbucket.org/acme/shop.git", "acme/shop", "bitbucket"],
  ["https://bitbucket.example.com/scm/ACME/shop.git", "ACME/shop", "bitbucket-server"],
  ["ssh://git@bitbucket.example.com:7999/~mira/shop.git", "~mira/shop", "bitbucket-server"],
  ["https://dev.azure.com/acme/Acme%20Web/_git/shop", "Acme Web/shop", "azure", "acme/shop"],
  ["https://acme@dev.azure.com/acme/_git/shop", "shop/shop", "azure", "acme/shop"],
  ["git@ssh.dev.azure.com:v3/acme/Acme%20Web/shop", "Acme Web/shop", "azure", "acme/shop"],
  ["https://acme.visualstudio.com/DefaultCollection/web/_git/shop", "web/shop", "azure", "acme/shop"],
  ["https://acme.visualstudio.com/_git/shop", "shop/shop", "azure", "acme/shop"],
  ["acme@vs-ssh.visualstudio.com:v3/acme/web/shop", "web/shop", "azure", "acme/shop"],
  ["https://tfs.example.com/tfs/Main/web/_git/shop", "web/shop", "azure"],
  ["ssh://mira@review.example.com:29418/tools/shop", "tools/shop", "gerrit"],
  ["https://gerrit.example.com/a/shop", "shop", "gerrit"],
  ["ssh://git@[::1]:2222/acme/shop.git", "acme/shop", undefined],
  ["https://github.com/shop", undefined, "github"],
  ["https://github.com/100%/shop", "100%/shop", "github"],
  ["/srv/git/acme/shop.git", undefined, undefined],
  ["../shop", undefined, undefined],
  ["./odd:name/shop", undefined, undefined],
  ["file:///srv/git/acme/shop.git", undefined, undefined],
  ["C:/git/acme/shop", undefined, undefined],
  ["C:\\git\\shop", undefined, undefined],
  ["", undefined, undefined],
];

describe("the URL of a remote", () => {
  test.each(addresses)("%s", (url, repository, provider, alias) => {
    expect(readRemote(url)).toEqual({
      ...(repository && { repository }),
      ...(provider && { provider }),
      ...(alias && { repositoryAliases: [alias] }),
    });
  });

  test("never shows its password", () => {
    for (const [url] of addresses) expect(JSON.stringify(readRemote(url))).not.toContain("fixture-password");
  });
});
