/** A secret of one kind: its text, and the random part that output must not show. */
export interface Secret {
  readonly kind: string;
  readonly text: string;
  readonly core: string;
}

/** Draws `length` characters of an alphabet. */
export type Draw = (alphabet: string, length: number) => string;

const DIGITS = "0123456789";
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const MIXED = DIGITS + LOWER + UPPER;
const HEX = "0123456789abcdef";

/**
 * The forms of secrets by kind. `{m40}` is drawn from letters and digits, `{h}` from hexadecimal
 * digits, `{d}` from digits, `{u}` and `{l}` from letters; a sign in `~` keeps scanners of this
 * repository silent, and is removed.
 */
const FORMS: Readonly<Record<string, string>> = {
  "github classic": "gh~p_{m36}",
  "github oauth": "gh~o_{m36}",
  "github app": "gh~s_{m36}",
  "github user": "gh~u_{m36}",
  "github refresh": "gh~r_{m36}",
  "github fine": "github~_pat_{m22}_{m59}",
  "gitlab personal": "gl~pat-{m20}",
  "gitlab routable": "gl~pat-{m27}.01.{m9}",
  "gitlab runner": "gl~rt-{m20}",
  "gitlab deploy": "gl~dt-{m20}",
  "gitlab trigger": "gl~ptt-{h40}",
  "gitlab job": "gl~cbt-1_{m20}",
  "authorization bearer": "Authori~zation: Bearer {m40}",
  "authorization basic": "AUTHORI~ZATION: basic {m40}",
  npm: "np~m_{m36}",
  "aws key": "AK~IA{u16}",
  "slack bot": "xo~xb-{d12}-{d13}-{m24}",
  "slack user": "xo~xp-{d12}-{d12}-{d13}-{h32}",
  "slack app": "xa~pp-1-A{u10}-{d13}-{h64}",
  "slack webhook": "https://hooks.slack~.com/services/T{u9}/B{u10}/{m24}",
  "slack rotated": "xo~xe.xoxp-1-{m140}",
  sendgrid: "S~G.{m22}.{m43}",
  openai: "sk~-{m20}T3BlbkFJ{m20}",
  "openai project": "sk~-proj-{m74}T3BlbkFJ{m74}",
  anthropic: "sk~-ant-api03-{m93}AA",
  groq: "gs~k_{m52}",
  huggingface: "hf~_{l34}",
  linear: "lin~_api_{m40}",
  notion: "nt~n_{d11}{m35}",
  shopify: "shp~at_{h32}",
  "grafana cloud": "gl~c_{m60}",
  "grafana account": "gl~sa_{m32}_{h8}",
  "vault service": "hv~s.{m95}",
  "vault batch": "hv~b.{m140}",
  vercel: "vc~p_{m24}",
  databricks: "da~pi{h32}",
  docker: "dckr~_pat_{m27}",
  figma: "fi~gd_{m40}",
  google: "AI~za{m35}",
  stripe: "sk~_live_{m24}",
  "stripe restricted": "rk~_live_{m99}",
  jwt: "ey~JhbGciOiJIUzI1NiJ9.eyJ{m40}.{m43}",
  pypi: "py~pi-AgEIcHlwaS5vcmcC{m150}",
  digitalocean: "do~p_v1_{h64}",
  "digitalocean oauth": "do~o_v1_{h64}",
  doppler: "dp~.pt.{m43}",
  "doppler service": "dp~.st.prd.{m43}",
  postman: "PM~AK-{h24}-{h34}",
  twilio: "S~K{h32}",
  telegram: "{d9}:A~A{m33}",
  "azure storage": "AccountName=shop;Account~Key={m86}==",
  "azure sas": "https://shop.blob.core.windows.net/a?sv=2024-11-04&sp=r&s~ig={m43}%3D",
  teams: "https://acme.webhook~.office.com/webhookb2/{h32}@{h32}/IncomingWebhook/{h32}/{h32}",
  discord: "https://discord~.com/api/webhooks/{d18}/{m68}",
  age: "AGE~-SECRET-KEY-1{u58}",
  postgres: "postgres://shop:{m16}~@db.internal:5432/shop?sslmode=require",
  mysql: "mysql://shop:{m16}~@db.internal/shop",
  mongodb: "mongodb+srv://shop:{m16}~@mongo.internal/shop",
  redis: "redis://:{m16}~@cache:6379/0",
  amqp: "amqps://shop:{m16}~@queue:5671/shop",
  ftp: "ftp://shop:{m16}~@files.example.com/in",
  ssh: "ssh://git:{m16}~@git.example.com:22/acme/shop.git",
  http: "http://bob:{m16}~@localhost:8080/x",
  https: "https://bob:{m16}~@git.example.com/acme/shop.git",
  pem: "-----BEGIN RSA PRIV~ATE KEY-----\n{m64}\n{m64}\n{m40}\n-----END RSA PRIV~ATE KEY-----",
};

/** The kinds of secrets. */
export const KINDS: readonly string[] = Object.keys(FORMS);

const ALPHABETS: Readonly<Record<string, string>> = {
  m: MIXED,
  h: HEX,
  d: DIGITS,
  u: UPPER,
  l: LOWER + UPPER,
};

/** Draws a secret of a kind. */
export function secretOf(kind: string, draw: Draw): Secret {
  let core = "";
  const text = FORMS[kind]!.replaceAll("~", "").replace(/\{([mhdul])(\d+)\}/g, (_, name: string, length) => {
    const part = draw(ALPHABETS[name]!, Number(length));
    core += Number(length) >= 16 ? `${part} ` : "";
    return part;
  });
  return { kind, text, core };
}

/** The letters and digits of a text, in lower case. */
export const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();

/** The number of letters of a secret that must not follow one another in any output. */
const TRACE = 8;

/** The part of a secret that an output shows; undefined if it shows none. */
export function traceOf({ core }: Secret, output: string): string | undefined {
  const shown = lettersOf(output);
  for (const part of core.trim().toLowerCase().split(" "))
    for (let at = 0; at + TRACE <= part.length; at++)
      if (shown.includes(part.slice(at, at + TRACE))) return part.slice(at, at + TRACE);
  return undefined;
}
