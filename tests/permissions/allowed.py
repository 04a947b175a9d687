"""What DESIGN §5 allows, written by hand and not derived from the product's table.

One line: action | origin | status | roles, with the own office's window open. Everything that does not stand here is
refused. `musrenbang`, `kecamatan` and `pokir` are the three origins; `-` is a proposal that does not exist yet;
`(system)` is the product itself.
"""

LINES = """
create      | musrenbang | -                | kelurahan_operator lurah
create      | kecamatan  | -                | kecamatan_officer
create      | pokir      | -                | bappeda_admin
edit        | musrenbang | draft            | kelurahan_operator lurah
edit        | musrenbang | awaiting_lurah   | lurah
edit        | musrenbang | revision         | kelurahan_operator lurah
edit        | kecamatan  | draft            | kecamatan_officer
edit        | kecamatan  | revision         | kecamatan_officer
edit        | pokir      | draft            | bappeda_admin
edit        | pokir      | revision         | bappeda_admin
attach      | musrenbang | draft            | kelurahan_operator lurah
attach      | musrenbang | awaiting_lurah   | lurah
attach      | musrenbang | revision         | kelurahan_operator lurah
attach      | kecamatan  | draft            | kecamatan_officer
attach      | kecamatan  | revision         | kecamatan_officer
attach      | pokir      | draft            | bappeda_admin
attach      | pokir      | revision         | bappeda_admin
submit      | musrenbang | draft            | kelurahan_operator lurah
send_back   | musrenbang | awaiting_lurah   | lurah
endorse     | musrenbang | awaiting_lurah   | lurah
register    | kecamatan  | draft            | kecamatan_officer
register    | pokir      | draft            | bappeda_admin
withdraw    | musrenbang | draft            | kelurahan_operator lurah
withdraw    | musrenbang | awaiting_lurah   | kelurahan_operator lurah
withdraw    | musrenbang | revision         | kelurahan_operator lurah
withdraw    | kecamatan  | draft            | kecamatan_officer
withdraw    | kecamatan  | revision         | kecamatan_officer
withdraw    | pokir      | draft            | bappeda_admin
withdraw    | pokir      | revision         | bappeda_admin
recommend   | *          | kecamatan_review | kecamatan_officer camat
forward     | *          | kecamatan_review | camat
fund_local  | *          | kecamatan_review | camat
verify      | *          | opd_review       | opd_verifier
redirect    | *          | opd_review       | opd_verifier
refer       | *          | kecamatan_review | camat
refer       | *          | opd_review       | opd_verifier
refer       | *          | scoring          | bappeda_admin
merge       | *          | kecamatan_review | kecamatan_officer camat
merge       | *          | opd_review       | opd_verifier
merge       | *          | scoring          | bappeda_admin
return      | *          | kecamatan_review | kecamatan_officer camat
return      | *          | opd_review       | opd_verifier
return      | *          | scoring          | bappeda_admin
resubmit    | musrenbang | revision         | lurah
resubmit    | kecamatan  | revision         | kecamatan_officer
resubmit    | pokir      | revision         | bappeda_admin
take_back   | *          | revision         | (system)
reject      | musrenbang | awaiting_lurah   | lurah
reject      | *          | kecamatan_review | camat
reject      | *          | opd_review       | opd_verifier
reject      | *          | scoring          | bappeda_admin
reopen      | *          | rejected         | bappeda_admin
reopen      | *          | merged           | bappeda_admin (system)
reopen      | *          | referred         | bappeda_admin
reopen      | *          | local            | bappeda_admin
mark        | *          | scoring          | bappeda_reviewer
close       | *          | draft            | (system)
close       | *          | awaiting_lurah   | (system)
close       | *          | kecamatan_review | (system)
close       | *          | opd_review       | (system)
close       | *          | scoring          | (system)
close       | *          | revision         | (system)
"""
# A redirection is the agency's once; the second is decided by a bappeda_admin (see test_table.py).
# Publishing and superseding stand in no line: nobody may do them to a proposal by itself, only a publication does.
BY_PUBLICATION = {("publish", "scoring"), ("supersede", "prioritised"), ("supersede", "reserve")}

ORIGINS = ("musrenbang", "kecamatan", "pokir")


def read() -> set[tuple[str, str, str, str]]:
    """(action, origin, status, role) of every line."""
    cells = set()
    for line in LINES.strip().splitlines():
        action, origin, status, roles = (part.strip() for part in line.split("|"))
        for one in ORIGINS if origin == "*" else (origin,):
            cells |= {(action, one, status, role) for role in roles.split()}
    return cells
