// The words of readers and of the description: what says nothing, what means the same, what was mistyped.

/** Words that say nothing of an operation. */
export const EMPTY = new Set("a an the of for to in on from with how do does i am is are and or by using github api who what where can".split(" "));

/** Other spellings of words, on both sides of a comparison. */
const SPELLED: Record<string, string> = {
  repo: "repository", org: "organization", pr: "pull", mr: "pull", config: "configuration", env: "environment", auth: "authentication",
  me: "authenticated", my: "authenticated", current: "authenticated", whoami: "authenticated", reference: "ref", organisation: "organization",
};

/** Words of readers for words of the description. */
export const SAME: Record<string, string[]> = {
  fetch: ["get"], show: ["get"], read: ["get"], view: ["get"], find: ["get", "search", "list"], retrieve: ["get"],
  list: ["get"], get: ["list"], all: ["list"], every: ["list"], enumerate: ["list"],
  new: ["create"], make: ["create"], open: ["create"], start: ["create"], trigger: ["create"],
  edit: ["update"], change: ["update"], modify: ["update"], patch: ["update"], rerun: ["re", "run"],
  remove: ["delete"], destroy: ["delete"], drop: ["delete"], delete: ["remove"], ci: ["workflow", "check"],
};

/** What readers ask for in words that no title has, and the words that it goes by. */
const CALLED: [RegExp, string][] = [
  [/^comment (.+)/, "create comment $1"],
  [/^(fork|release|deploy)\b/, "create $1"],
  [/^(add reaction|react)\b/, "create reaction"],
  [/^invite\b/, "create invitation"],
  [/^(?:close|reopen|rename|archive|unarchive|move) (.+)/, "update $1"],
  [/^(approve|review) pull( request)?/, "create review pull request"],
  [/^(create|new|make) branch$/, "create ref"],
  [/^(delete|remove) (branch|tag)$/, "delete ref"],
  [/^(list )?issue$/, "list repository issue"],
  [/^upload file/, "create update file content"],
  [/^protect (.+)/, "update $1 protection"],
  [/^assign (.+)/, "add assignee $1"],
];

/** The query in the words of titles, if it has others. */
export function calledOf(query: string): string | undefined {
  const plain = telling(query).join(" ");
  const called = CALLED.reduce((text, [pattern, title]) => text.replace(pattern, title), plain);
  return called === plain ? undefined : called;
}

/** Takes a word that nothing begins with for one that was mistyped. */
export function mended(query: string, vocabulary: string[]): string {
  const mend = (typed: string): string => {
    const word = words(typed).join(" ");
    if (word.length < 4 || Object.hasOwn(SAME, word) || vocabulary.some((it) => it.startsWith(word))) return typed;
    const found = vocabulary.find((it) => isNearly(word, it));
    return found === undefined ? typed : found + (/[^s]s$/i.test(typed) ? "s" : "");
  };
  return query.split(/\s+/).map(mend).join(" ");
}

/** Whether one letter more, less, other or swapped makes one of the other. */
function isNearly(typed: string, word: string): boolean {
  let start = 0;
  while (start < typed.length && typed[start] === word[start]) start += 1;
  const left = typed.slice(start);
  const right = word.slice(start);
  return left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1)
    || (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2));
}

export function telling(text: string): string[] {
  return words(text).filter((it) => !EMPTY.has(it));
}

export function words(text: string): string[] {
  const parted = text.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return (parted.match(/[a-z0-9]+/g) ?? []).map((it) => {
    const word = stem(it);
    return Object.hasOwn(SPELLED, word) ? (SPELLED[word] ?? word) : word;
  });
}

/** Takes away what makes a plural: both sides of a comparison go through it. */
function stem(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  if (word.length > 2 && word.endsWith("s") && !/(ss|us|is)$/.test(word)) return word.slice(0, -1);
  return word;
}
