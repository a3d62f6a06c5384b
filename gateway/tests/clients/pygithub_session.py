"""What a program does with PyGithub: at least 40 calls. Prints a line for each: its name, and what was wrong, if anything was."""

import sys

import github

# Lazy, because objects contain the upstream's URLs, which are not the gateway's.
client = github.Github(base_url=sys.argv[1], retry=None, per_page=2, lazy=True)
repo = client.get_repo("octo/r")


def ids(pages):
    # Of what came: `raw_data` would ask for each item by its URL, which upstreams give as their own.
    found = [it._rawData.get("id") for it in pages]
    assert found == [1, 2, 3, 4, 5, 6], found


def refused(run):
    try:
        run()
    except github.GithubException as error:
        assert "no operation" in str(error) or "not have" in str(error), error
        return
    raise AssertionError("it was not refused")


calls = {
    **{f"content {it}": lambda it=it: repo.get_contents(it) for it in ["README.md", "src/lib.rs", "a b/ü.txt", "100%.md"]},
    **{f"ref {it}": lambda it=it: repo.get_git_ref(it) for it in ["heads/main", "heads/feature/x", "tags/v1"]},
    **{f"commit {it}": lambda it=it: repo.get_commit(it) for it in ["main", "feature/x", "v1.0"]},
    **{f"label {it}": lambda it=it: repo.get_label(it) for it in ["bug", "area/api", "100%", "a b"]},
    **{f"branch {it}": lambda it=it: repo.get_branch(it) for it in ["main", "feature/x"]},
    "environment a/b": lambda: repo.get_environment("a/b"),
    "compare": lambda: repo.compare("main", "feature/x"),
    "issues": lambda: ids(repo.get_issues()),
    "labels": lambda: ids(repo.get_labels()),
    "branches": lambda: ids(repo.get_branches()),
    "tags": lambda: ids(repo.get_tags()),
    "releases": lambda: ids(repo.get_releases()),
    "pulls": lambda: ids(repo.get_pulls()),
    "commits": lambda: ids(repo.get_commits()),
    "contributors": lambda: ids(repo.get_contributors()),
    "forks": lambda: ids(repo.get_forks()),
    "stargazers": lambda: ids(repo.get_stargazers()),
    "milestones": lambda: ids(repo.get_milestones()),
    "collaborators": lambda: ids(repo.get_collaborators()),
    "pages backwards": lambda: [it for it in repo.get_issues().reversed],
    "a page": lambda: repo.get_issues().get_page(1),
    "members": lambda: ids(client.get_organization("octo").get_members()),
    "repos of an organization": lambda: ids(client.get_organization("octo").get_repos()),
    "teams": lambda: ids(client.get_organization("octo").get_teams()),
    "repos of a user": lambda: ids(client.get_user("u").get_repos()),
    "followers": lambda: ids(client.get_user("u").get_followers()),
    "create an issue": lambda: repo.create_issue("t"),
    "create a label": lambda: repo.create_label("a/b", "ffffff"),
    "create a file": lambda: repo.create_file("docs/a.md", "m", "text"),
    "license": lambda: repo.get_license(),
    "topics": lambda: repo.get_topics(),
    "languages": lambda: repo.get_languages(),
    "rate limit": lambda: client.get_rate_limit(),
    "emojis": lambda: client.get_emojis(),
    "a gist": lambda: client.get_gist("1"),
    "a user": lambda: client.get_user().login,
    "what is refused says why": lambda: refused(lambda: client.requester.requestJsonAndCheck("GET", "/no/such/path")),
}

for name, run in calls.items():
    try:
        run()
        print(f"{name}\t")
    except Exception as error:  # whatever it is, it is told
        print(f"{name}\t{type(error).__name__}: {error}")
