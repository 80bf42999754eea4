import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Puts all temporary files of a test run into one folder and removes it at the end, also after a
 * worker that was killed. Other users can read it, since some tests run as another user.
 */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "dryfire-test-"));
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
