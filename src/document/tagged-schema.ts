import Schema from "js-yaml/lib/js-yaml/schema.js";
import binary from "js-yaml/lib/js-yaml/type/binary.js";
import map from "js-yaml/lib/js-yaml/type/map.js";
import omap from "js-yaml/lib/js-yaml/type/omap.js";
import pairs from "js-yaml/lib/js-yaml/type/pairs.js";
import seq from "js-yaml/lib/js-yaml/type/seq.js";
import set from "js-yaml/lib/js-yaml/type/set.js";
import str from "js-yaml/lib/js-yaml/type/str.js";

let made: Schema | undefined;

/** js-yaml's safe schema with every type that a tag can name; `plain` are the types of untagged scalars, `asOne` what stands for all of them. */
export function taggedSchema(plain: readonly object[], asOne: object): Schema {
  made ??= new Schema({ explicit: [...plain, str, seq, map, binary, omap, pairs, set] });
  made.compiledImplicit = [asOne];
  return made;
}
