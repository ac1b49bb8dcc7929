"""The routes of items, in the order that counts: those that take any path stand last."""

from fastapi.routing import APIRouter

from app.web import annotations, changes_page, item_pages, ontology_page, standing_page

ROUTERS: tuple[APIRouter, ...] = (
    annotations.router,
    changes_page.router,
    standing_page.router,
    ontology_page.router,
    item_pages.router,
)
