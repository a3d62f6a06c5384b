// Stop words, spelling variants and synonyms for the search.

/** Stop words. */
export const EMPTY = words("a an the of for to in on at from into onto with as how do does can could i we you am is are be and or by using via github api rest who what where which when please need want someone");

/** Spelling variants. Both sides of a comparison are normalized. */
export const SPELLED: Record<string, string> = {
  repo: "repository", org: "organization", organisation: "organization", pr: "pull", mr: "pull", config: "configuration", env: "environment", auth: "authentication",
  me: "authenticated", my: "authenticated", mine: "authenticated", current: "authenticated", whoami: "authenticated", reference: "ref", licence: "license", colour: "color",
  favourite: "star", favorite: "star", repositorie: "repository", dir: "directory", folder: "directory", collab: "collaborator", info: "information",
};

/** Words that readers use, with the words of the description. */
export const SAME: Record<string, string[]> = {
  fetch: ["get"], show: ["get"], read: ["get"], view: ["get"], see: ["get"], find: ["search", "get", "list"], retrieve: ["get"], lookup: ["get", "search"], inspect: ["get"], download: ["get"],
  list: ["get"], get: ["list"], all: ["list"], every: ["list"], enumerate: ["list"], browse: ["list"],
  new: ["create"], make: ["create"], open: ["create"], start: ["create"], trigger: ["create"], add: ["create"], create: ["add"], post: ["create"], generate: ["create"], register: ["create"], send: ["create"],
  edit: ["update"], change: ["update"], modify: ["update"], patch: ["update"], set: ["update", "create"], put: ["update", "set"], write: ["update", "create"], save: ["update", "create"], configure: ["update", "set"], rename: ["update"],
  rerun: ["re", "run"], retry: ["re", "rerun"], restart: ["re", "rerun"],
  remove: ["delete"], destroy: ["delete"], drop: ["delete"], delete: ["remove"], erase: ["delete"], clear: ["delete", "remove"], purge: ["delete"], wipe: ["delete"], revoke: ["delete", "remove"], uninstall: ["delete"], kick: ["remove"],
  stop: ["cancel"], abort: ["cancel"], kill: ["cancel"], halt: ["cancel"], terminate: ["cancel"],
  allow: ["enable"], activate: ["enable"], forbid: ["disable"], deactivate: ["disable"],
  dismiss: ["update"], verify: ["check"], test: ["check"], validate: ["check"], has: ["check"],
  ci: ["workflow", "check"], pipeline: ["workflow"], build: ["workflow"], job: ["workflow"], bug: ["issue"], ticket: ["issue"], task: ["issue"], person: ["user"], people: ["member", "user"], profile: ["user"], account: ["user"],
  hook: ["webhook"], watcher: ["subscription"], patch_file: ["diff"], snippet: ["gist"], paste: ["gist"], tag: ["ref"], folder: ["directory", "content"], directory: ["content"], code: ["content"], visitor: ["view"], role: ["permission"], access: ["permission"],
};

/** Groups of verbs for the rules below. For example, `{read}` stands for any verb of that group. */
const VERBS: Record<string, string> = {
  read: "read|get|view|show|see|fetch|cat|open|load|download|display|retrieve|list|browse|access",
  write: "write|save|create|add|edit|update|change|modify|upload|push|put|commit|overwrite|make|new",
  set: "upload|push|set|add|create|put|store|save|update|change|define|configure|write|make|new|edit",
  make: "create|add|make|new|open|start|set up|setup|register|post|define",
  run: "run|start|trigger|launch|execute|dispatch|invoke|fire|kick off|begin",
  stop: "stop|cancel|abort|kill|halt|terminate|interrupt",
  remove: "remove|delete|destroy|drop|erase|clear|purge|wipe|unset|revoke",
  again: "rerun|re run|retry|restart|repeat|run again",
};

/** Phrases that readers use, with the title of the operation that they mean. The first match applies. */
const PHRASES: [pattern: string, title: string][] = [
  ["(who am i|whoami|am i logged in)", "get authenticated user"],
  ["authenticated (user|profile|account|information)", "get authenticated user"],
  ["ip( address| range)?", "get meta information"],
  ["(how many )?(request|call|quota|api limit|limit)( are)? (left|remaining)|quota|api usage", "get rate limit status"],
  // Files of a repository.
  ["{read} (file|file content|content|directory|file (directory|repository)|raw file|source|source code)( repository)?", "get repository content"],
  ["(file|directory) (content|listing)", "get repository content"],
  ["{write} (file|file content|content|text file)( repository)?", "create update file content"],
  ["{remove} (file|file content)( repository)?", "delete file"],
  ["{read} readme( file)?|readme( file)?", "get repository readme"],
  ["(download|get|archive) (repository )?(zip|zipball|source zip)", "download repository archive zip"],
  ["(download|get) (repository )?(tar|tarball|tar gz)", "download repository archive tar"],
  // Branches, tags, commits.
  ["{make} branch|branch off", "create ref"],
  ["{remove} (branch|tag)", "delete ref"],
  ["(force push|move branch|update branch head|fast forward)( branch)?", "update ref"],
  ["(compare|diff)( between)?( two)? (branch|commit|ref|tag)|diff|compare", "compare two commit"],
  ["merge( two)? branch|merge branch( into)?( branch)?", "merge branch"],
  ["unprotect( branch)?|{remove} (branch )?protection", "delete branch protection"],
  ["protect( branch)?|{set} (branch )?protection( rule)?", "update branch protection"],
  ["(last|latest|head|newest|single) commit", "get commit"],
  ["(set|post|report|add|create|update) (commit |build |ci )?status", "create commit status"],
  ["(ci|build|combined) status", "get combined status specific ref"],
  // Pull requests.
  ["(squash|rebase|squash and rebase)( and)? merge( pull)?( request)?|(squash|land|merge)( a)? pull( request)?|merge", "merge pull request"],
  ["(is|check|was)? ?(if )?pull( request)?( is)? merged", "check if pull request been merged"],
  ["(approve|review|reject)( a)? pull( request)?|(request change|approve)", "create review pull request"],
  ["(request|ask|ask for|assign|add)( a)? (review|reviewer)( pull( request)?)?", "request reviewer pull request"],
  ["(file change|changed file|changed|file)( in)? pull( request)?", "list pull request file"],
  ["(pull request|pull) (diff|file|change)", "list pull request file"],
  ["commit( in)? pull( request)?", "list commit pull request"],
  ["{make} pull( request)?", "create pull request"],
  // Issues.
  ["(list )?issue", "list repository issue"],
  ["{make} issue|report bug|file bug|{make} (bug|ticket)", "create issue"],
  ["(lock|close) conversation", "lock issue"],
  ["unlock conversation", "unlock issue"],
  ["(add|set|put|apply) label( to)? (issue|pull|pull request)|label issue", "add label issue"],
  ["(remove|delete) label( from)? (issue|pull)", "remove label issue"],
  ["unassign( issue| user)?", "remove assignee issue"],
  ["{make} (subissue|sub issue)", "add sub issue"],
  ["(assign|give|grant|add) copilot( seat| license| subscription)?( user)?", "add user copilot subscription organization"],
  ["assign (.+)", "add assignee $1"],
  ["comment (.+)", "create comment $1"],
  ["(reply|respond)( to)?( a)? (comment|review|review comment)", "create reply review comment"],
  ["(close|reopen|archive|unarchive|move) (.+)", "update $2"],
  ["rename branch", "rename branch"],
  ["rename (.+)", "update $1"],
  // Actions.
  ["{run} (workflow|action|pipeline|ci|build|workflow dispatch)( manually| run)?|workflow dispatch", "create workflow dispatch event"],
  ["(send|fire|trigger|create) (repository )?(dispatch|custom event)|repository dispatch", "create repository dispatch event"],
  ["{again} fail(ed)?( job| workflow| run)?", "re run failed job workflow run"],
  ["{again} (job|step)", "re run job workflow run"],
  ["{again}( workflow| run| action| build| ci)+", "re run workflow"],
  ["force {stop}( workflow| run)*", "force cancel workflow run"],
  ["{stop}( workflow| run| action| build| job| pipeline)+", "cancel workflow run"],
  ["(download|get|read|view|show) (workflow |run |build |ci |action )*log|(workflow|run|build|ci) log", "download workflow run log"],
  ["(download |get |read |view |show )?job log", "download job log workflow run"],
  ["download artifact", "download artifact"],
  ["{set} (action |repository )?secret", "create update repository secret"],
  ["{remove} (action |repository )?secret", "delete repository secret"],
  ["(list |show |get |view )?secret", "list repository secret"],
  ["{set} environment secret", "create update environment secret"],
  ["{set} org(anization)? secret", "create update organization secret"],
  ["(add|create|make|new|define) (action |repository |environment )?variable", "create repository variable"],
  ["(set|update|change|edit|put|store|save|configure) (action |repository |environment )?variable", "update repository variable"],
  ["{remove} (action |repository )?variable", "delete repository variable"],
  ["(list |show |get |view )?variable", "list repository variable"],
  ["{make} environment", "create update environment"],
  ["(register|add|create|make|new)( self hosted)? runner", "create registration token repository"],
  ["(clear|delete|remove|purge|evict|reset) cache", "delete action cache repository using cache key"],
  ["(list |show |get )?cache", "list action cache repository"],
  // Subscriptions.
  ["(un ?subscribe|unwatch|stop watching|stop watch)( from)?( notification| thread)", "delete thread subscription"],
  ["(un ?subscribe|unwatch|ignore|stop watching|stop watch)( from| to)?( repository)?", "delete repository subscription"],
  ["(subscribe|follow|watch)( to)? (thread|notification|conversation|issue)", "set thread subscription"],
  ["(subscribe|watch)( to)?( repository| notification)?|follow repository", "set repository subscription"],
  ["who (watch(es|ed)?|subscribed?)( to)?( repository)?|watcher|subscriber", "list watcher"],
  ["(authenticated )?watched( repository)?", "list repository watched authenticated user"],
  ["(ignore|mute) (notification|thread|conversation)", "set thread subscription"],
  ["(is|check if|check) repository starred", "check if repository starred authenticated user"],
  ["(stargazer|who starred( repository)?|starred by|list star)", "list stargazer"],
  ["(authenticated )?starred( repository)?", "list repository starred authenticated user"],
  ["unstar( repository)?|{remove} star", "unstar repository authenticated user"],
  ["(star|add star|like)( repository)?", "star repository authenticated user"],
  ["mark( all)?( notification)?( as)? read", "mark notification read"],
  ["(authenticated )?notification|inbox|unread", "list notification authenticated user"],
  // Repositories.
  ["(fork|copy|duplicate) repository|fork", "create fork"],
  ["deploy( repository)?", "create deployment"],
  ["(approve|reject|review) deployment", "review pending deployment workflow run"],
  ["(make|set|turn) repository (private|public|internal)|(make|set|change|update|edit) (repository )?(visibility|name|description|setting|homepage)( repository)?", "update repository"],
  ["(create|make|new|start|init|initialize|add) repository", "create repository authenticated user"],
  ["(search|find|look for|look up|lookup) (repository|code|user|issue|commit|label|topic)", "search $2"],
  ["(list |get |show )?topic", "get all repository topic"],
  ["(set|add|replace|update|change|edit) topic", "replace all repository topic"],
  ["(page|traffic|visitor) ?(view|count)?|view|visitor", "get page view"],
  ["(clone|traffic clone|clone traffic|clone count)", "get repository clone"],
  ["(add|create|make|new|register|set up|setup) (repository )?(web)?hook", "create repository webhook"],
  ["(remove|delete) (repository )?(web)?hook", "delete repository webhook"],
  ["(list |get |show )?(repository )?(web)?hook", "list repository webhook"],
  ["(add|create|make|new|upload|register)( public)? ssh key", "create public ssh key authenticated user"],
  ["(add|create|make|new|upload|register) deploy key|deploy key", "create deploy key"],
  ["(enable|turn on|activate|create|publish|set up|setup) page(s)?( site)?", "create github pages site"],
  ["(disable|turn off|delete|remove) page(s)?( site)?", "delete github pages site"],
  ["publish( a)?( new)? release|{make} release|cut release|release", "create release"],
  ["upload (release )?(asset|binary|artifact)", "upload release asset"],
  ["(download|get) (release )?asset", "get release asset"],
  ["(generate |create |write )?release note", "generate release note content release"],
  // People.
  ["(get|show|view|find|look up|lookup)? ?user( by name| by login| profile)?", "get user"],
  ["invite collaborator", "add repository collaborator"],
  ["invite( user| member)?( to)?( org(anization)?| team)?", "create organization invitation"],
  ["invite (.+)", "create invitation"],
  ["(add|put)( a)? (user|member|person|someone)( to)?( a)? team", "add update team membership user"],
  ["(add|create) member( to)? org(anization)?", "set organization membership user"],
  ["(ban|block)( user| person)?( org(anization)?)", "block user organization"],
  ["(ban|block)( user| person)?", "block user"],
  ["(user|profile) information", "get user"],
  ["(authenticated )?following( list)?", "list people authenticated user follow"],
  ["(get|create|generate|make|request|new|issue) (installation )?(access )?token|installation( access)? token|log ?in as app|authenticate as app", "create installation access token app"],
  ["(add reaction|react|like)\\b.*", "create reaction"],
];

/** The rules as patterns that must match the whole query. */
export const CALLED: [RegExp, string][] = PHRASES.map(([pattern, title]) => {
  const whole = pattern.replace(/\{(\w+)\}/g, (_, verb: string) => `(?:${VERBS[verb] ?? verb})`);
  return [new RegExp(`^(?:${whole})$`), title];
});

/** The tags that rank highest if operations of several tags match, in two ranks. */
export const COMMON: Record<string, number> = { actions: 2, issues: 2, pulls: 2, repos: 2, activity: 1, gists: 1, git: 1, orgs: 1, search: 1, teams: 1, users: 1 };

/** Verbs that are also nouns. In the plural, such a word means a list. */
export const THINGS = words("check review release star fork commit request");

/** Words of a title that the query may omit. */
export const USUAL = words("repository");

/** Words that lower the rank if several titles match equally. */
export const RARE = words("legacy stubbed enterprise");

function words(text: string): Set<string> {
  return new Set(text.split(" "));
}
