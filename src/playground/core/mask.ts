import type { SpecFile } from "../../pipeline/model.ts";
import { findSecrets } from "../../secrets/locate.ts";
import { maskText } from "../../secrets/mask-text.ts";
import { redactDetected, redactorFor } from "../../secrets/redact.ts";
import type { MaskAnswer, PageContent, PageFile, PagePlace } from "./protocol.ts";

/** A file of the page that was read. */
export interface ReadFile {
  readonly page: PageFile;
  readonly file: SpecFile;
}

/**
 * Returns the content of a page without secrets, to be written or linked. `read` are its files,
 * then those of the old version. A secret of one file is masked in all of them, and in the event.
 */
export async function maskContent(content: PageContent, read: readonly ReadFile[]): Promise<MaskAnswer> {
  const { files, old, event } = content;
  const secrets = await findSecrets(read.map(({ file }) => file));
  const redactor = await redactorFor(secrets, event);
  const masked: PagePlace[] = [];
  const texts = read.map(({ page, file }): PageFile => {
    const result = maskText(file, secrets.get(file)?.spans ?? [], redactor);
    masked.push(...result.masked.map((span) => ({ path: page.path, range: file.source.range(span) })));
    return { ...page, text: result.text };
  });
  const shown = event && redactor.data(event);
  return {
    content: await redactOthers({
      ...content,
      files: texts.slice(0, files.length),
      ...(old && { old: texts.slice(files.length) }),
      ...(shown && { event: shown }),
    }),
    masked,
    event: JSON.stringify(shown) !== JSON.stringify(event),
  };
}

/** Paths and settings may have a secret too; the texts were masked where they can be read again. */
async function redactOthers(content: PageContent): Promise<PageContent> {
  const all = [...content.files, ...(content.old ?? [])];
  const others = all.map(({ text: _, ...rest }) => rest);
  const redacted = await redactDetected(others);
  const at = (index: number): PageFile => ({ ...redacted[index]!, text: all[index]!.text });
  return {
    ...content,
    files: content.files.map((_, index) => at(index)),
    ...(content.old && { old: content.old.map((_, index) => at(content.files.length + index)) }),
  };
}
