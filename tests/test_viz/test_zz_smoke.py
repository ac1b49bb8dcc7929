"""smoke"""
from tests.test_viz.conftest import Opener
from tests.test_viz.whole_town import whole_town
from viz import Map
def test_a(visit: Opener, argument: Map, powers: Map) -> None:
    p = visit(whole_town())
    p.page.screenshot(path="/tmp/shots4/a.png")
    for n, a in enumerate(["#/start", "#/power", "#/focus/trust-grows", "#/section/2", "#/reading", "#/argument/free-ferry?as=outline"]):
        p.go(a)
        p.page.screenshot(path=f"/tmp/shots4/{n}.png")
    print(p.messages)
    assert 0
