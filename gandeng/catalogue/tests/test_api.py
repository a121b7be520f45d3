"""The catalogue for programs, open to everybody."""

import pytest

from gandeng.catalogue.samples import a_listing
from gandeng.organisations.samples import a_maker
from gandeng.programmes.samples import a_programme

pytestmark = pytest.mark.django_db
PRODUCTS = "/api/v1/products"


@pytest.fixture
def programme():
    return a_programme("karawang")


@pytest.fixture
def keripik(programme):
    return a_listing(a_maker(programme, "Dapur Sari"), "Keripik Singkong").product


def names(answer):
    return [item["name"] for item in answer.json()["items"]]


def test_a_product_is_told_whole(client, keripik):
    body = client.get(PRODUCTS).json()
    assert body["count"] == 1
    item = body["items"][0]
    assert item.pop("picture_url").startswith("http://testserver/produk/")
    assert item == {
        "id": keripik.pk,
        "name": "Keripik Singkong",
        "maker": "Dapur Sari",
        "category": "snack",
        "category_label": "Camilan",
        "price_rupiah": 15_000,
        "size": "200 g",
        "storage": "room",
        "shelf_life_days": 120,
        "halal": True,
        "district": "Karawang Barat",
        "url": f"http://testserver/katalog/{keripik.pk}-keripik-singkong/",
    }
    assert client.get(f"{PRODUCTS}/{keripik.pk}").json()["name"] == "Keripik Singkong"
    assert client.get(f"{PRODUCTS}/{keripik.pk + 99}").status_code == 404
    assert client.get(f"{PRODUCTS}/{10**30}").status_code == 404


def test_search_ranks_like_the_page(client, programme):
    maker = a_maker(programme)
    for name in ("Keripik Pisang", "Keripik Singkong", "Keripik Singkong Pedas", "Kopi"):
        a_listing(maker, name)
    answer = client.get(PRODUCTS, {"q": "kripik singkon"})
    assert names(answer)[0] == "Keripik Singkong"
    assert answer.json()["understood"] == "keripik singkong"
    page = client.get("/katalog/", {"q": "kripik singkon"}).content.decode()
    places = [page.index(f">{name}</a>") for name in names(answer)]
    assert places == sorted(places)


def test_parts_are_asked_for_and_make_the_whole(client, programme):
    maker = a_maker(programme)
    for number in range(5):
        a_listing(maker, f"Barang {number}")
    whole = names(client.get(PRODUCTS))
    parts = [
        name for at in (0, 2, 4) for name in names(client.get(PRODUCTS, {"limit": 2, "offset": at}))
    ]
    assert parts == whole
    assert len(whole) == 5
    beyond = client.get(PRODUCTS, {"offset": 10_000}).json()
    assert (beyond["count"], beyond["items"]) == (5, [])


@pytest.mark.parametrize("category", ["snack", "Camilan", "camilan"])
def test_a_category_is_a_code_or_its_label(client, programme, keripik, category):
    a_listing(a_maker(programme), "Kopi", category="coffee_tea")
    assert names(client.get(PRODUCTS, {"category": category})) == ["Keripik Singkong"]


@pytest.mark.parametrize("district", ["32.15.01", "karawang barat", "Kec. Karawang Barat"])
def test_a_district_is_a_code_or_its_name(client, keripik, district):
    assert names(client.get(PRODUCTS, {"district": district})) == ["Keripik Singkong"]
    assert names(client.get(PRODUCTS, {"district": "Bandung"})) == []


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0}, {"limit": 101}, {"limit": "x"}, {"limit": 10**30}, {"offset": -1},
        {"offset": 10_001}, {"category": "x"}, {"q": "a" * 501},
    ],
)  # fmt: skip
def test_a_bad_value_is_told_so(client, keripik, query):
    answer = client.get(PRODUCTS, query)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"][-1] == next(iter(query))


def test_another_programme_is_asked_for_by_name(client, keripik):
    bekasi = a_programme("bekasi", host="bekasi.test")
    a_listing(a_maker(bekasi), "Kopi")
    assert names(client.get(PRODUCTS)) == ["Keripik Singkong"]
    assert names(client.get(PRODUCTS, {"programme": "bekasi"})) == ["Kopi"]
    assert client.get(PRODUCTS, {"programme": "bogor"}).status_code == 404
    assert client.get(f"{PRODUCTS}/{keripik.pk}", {"programme": "bekasi"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_api_asks_little(client, programme, count, django_assert_max_num_queries):
    for _number in range(count):
        a_listing(a_maker(programme))
    client.get(PRODUCTS)
    with django_assert_max_num_queries(3):
        assert client.get(PRODUCTS, {"q": "keripik"}).json()["count"] == count
