"""What the home page of each role says."""


def build_home(user) -> dict:
    return {"user": user}
