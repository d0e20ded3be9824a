/** A shown name without what people put around it. */
export interface Tidied {
  name: string;
  /** What stood behind a dash, a bar or an at sign: a company, mostly. */
  behind: string;
  /** Whether it speaks of more people than it names (`+1`). */
  others: boolean;
}

/** The words of a name, as written. */
export interface Undressed {
  words: string[];
  /** Whether it is a device's name. It says whose device it is, not who sits there. */
  device: boolean;
}

const words = (text: string): Set<string> => new Set(text.split(' '));

const DEVICES = words(
  'iphone ipad ipod macbook imac galaxy android handy laptop notebook desktop smartphone tablet chromebook thinkpad pixel ' +
    'huawei xiaomi redmi oneplus portátil portable ordinateur ordenador téléphone telefon telefono teléfono computer ' +
    'айфон айпад телефон планшет ноутбук 手机 아이폰',
);

/** Names of devices that can be a person's name or another word; they count only behind a possessive. */
const DEVICES_BEHIND_A_POSSESSIVE = words('mac pc phone surface note air device zoom');
const MODELS = words('pro max plus mini air ultra se xl note fe phone pc tab book');
const CONNECTORS = words('von de di da do del of van af av od d от');

/** Titles before a name. `Don`, `Md` and the like are names too, so they stay. */
const TITLES = words(
  'dr prof professor professorin mr mrs ms miss mx herr frau sr sra srta señor señora dra mme mlle monsieur madame sig ' +
    'signor signora dott dottssa ing mag dipl med phil rer nat hr fr pan pani rev sir dame г-н г-жа д-р κ κα δρ',
);

/** Degrees and certificates behind a name. `Ma`, `Jr` and the like tell people apart, so they stay. */
const DEGREES = words('phd md mba msc bsc dphil esq cpa pmp pcc mcc acc llm jd rn');

const EMOJI =
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u{20e3}\u{e0020}-\u{e007f}]/gu;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const BRACKETS = /\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\}|<[^<>]*>|【[^【】]*】/gu;
const PRONOUN =
  '(?:she|hers?|he|his|him|they|them|theirs?|ze|xe|xem|any|all|sie|ihr|er|ihm|ella|él|elle|elles|il|lei|lui|ela|ele|hon|han|hen|on|ona|она|он)';
const PRONOUNS = new RegExp(`(?<!\\p{L})${PRONOUN}(?:\\s*/\\s*${PRONOUN})+(?!\\p{L})`, 'giu');
const BEHIND = /\s[-–—•·]\s|\s*[|@]\s*/u;
const DOTTED_DEGREES = /(?<!\p{L})(?:Ph\.\s?D|M\.\s?[AD]|[BM]\.\s?Sc|M\.\s?B\.\s?A)\.?(?!\p{L})/giu;
const OTHERS = /\+\s*\d/u;

/** Words in brackets that say somebody else sits there. Such brackets are read like the rest of the name. */
const STAND_IN =
  /(?<!\p{L})(?:assist|behalf|guest|instead|deput|delegat|proxy|friend|mother|father|mom|dad|wife|husband|son|daughter|child|kid|interpret|vertret|gast|sekret|secret|mutter|vater|for|für|para|pour|with|mit|con|avec|and|und|not|ex)/iu;

const POSSESSIVE = /['’](?:s|S)?$/u;
const WORD_BREAK = /[^\p{L}\p{M}\p{N}'’‘`\-‐‑]+/u;

/** Scripts without spaces meet Latin letters at the edge of a word: 王伟的iPhone. */
const EDGE =
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])(?=\p{Script=Latin})|(?<=\p{Script=Latin})(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])/gu;

const POSSESSIVE_PARTICLE = /(?<=.{2})[的のノ의]$/u;

/** Takes emoji, invisible characters, pronouns, brackets and what stands behind off a shown name. */
export function tidy(shown: string): Tidied {
  const text = composed(shown).replace(PRONOUNS, ' ').replace(DOTTED_DEGREES, ' ');
  const outside = text.replace(BRACKETS, (bracket) => (STAND_IN.test(bracket) ? bracket.slice(1, -1) : ' '));
  const isNamed = withoutDevice(split(outside)).words.length > 0;
  const [name = '', ...behind] = (isNamed ? outside : text).split(BEHIND);
  return { name, behind: behind.join(' '), others: OTHERS.test(text) };
}

function composed(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text.replace(EMOJI, ' ').replace(INVISIBLE, '').normalize('NFKC').replace(EDGE, ' ');
}

/** Takes devices, titles and degrees off a tidied name. */
export function undress(name: string): Undressed {
  const { words: named, device } = withoutDevice(split(name));
  return { words: withoutTitles(named), device };
}

/** The words with letters. Numbers never say who somebody is. */
const split = (text: string): string[] => text.split(WORD_BREAK).filter((word) => /\p{L}/u.test(word));

function withoutDevice(all: string[]): { words: string[]; device: boolean } {
  const at = all.findIndex((word, index) => {
    const noun = word.toLowerCase().replace(/\d+$/, '');
    if (DEVICES.has(noun)) return true;
    return DEVICES_BEHIND_A_POSSESSIVE.has(noun) && POSSESSIVE.test(all[index - 1] ?? '');
  });
  if (at === -1) return { words: all, device: false };
  let after = at + 1;
  while (after < all.length && isModel(all[after] ?? '')) after += 1;
  const rest = all.slice(after);
  if (CONNECTORS.has(rest[0]?.toLowerCase() ?? '')) rest.shift();
  const [first = '', ...others] = rest;
  const owner = rest.length > 0 ? [first.replace(/^[dD]['’]/u, ''), ...others] : [];
  const named = [...all.slice(0, at), ...owner];
  const last = (named.at(-1) ?? '').replace(POSSESSIVE, '').replace(POSSESSIVE_PARTICLE, '');
  return { words: [...named.slice(0, -1), last].filter((word) => word !== ''), device: true };
}

const isModel = (word: string): boolean =>
  MODELS.has(word.toLowerCase()) || DEVICES.has(word.toLowerCase()) || /\d/.test(word);

function withoutTitles(all: string[]): string[] {
  const isTitle = (word: string | undefined) => word !== undefined && TITLES.has(word.toLowerCase());
  const isDegree = (word: string | undefined) => word !== undefined && DEGREES.has(word.toLowerCase());
  let from = 0;
  let to = all.length;
  while (to - from > 1 && isTitle(all[from])) from += 1;
  while (to - from > 1 && isDegree(all[to - 1])) to -= 1;
  return all.slice(from, to);
}
