/*
 * What a page shows comes before what its scripts add: they are fetched once it has been drawn, so that on a slow line they
 * do not share the way with its styles and fonts.
 */

requestAnimationFrame(() => setTimeout(() => import("./portal.js")));
