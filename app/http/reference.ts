import express, { type RequestHandler } from "express";
// The package itself would load the page's scripts into this process: 11 MB that it never runs.
import absolutePath from "swagger-ui-dist/absolute-path.js";

/** Of what the package brings, all that the page loads, beside its first script. */
const FILES = [
  "index.html",
  "index.css",
  "swagger-ui.css",
  "swagger-ui-bundle.js",
  "swagger-ui-standalone-preset.js",
  "favicon-16x16.png",
  "favicon-32x32.png",
].map((name) => `/${name}`);

/** The page that shows the OpenAPI document; all that it loads comes from here. */
export function referencePage(): RequestHandler {
  const page = express.Router();
  page.get("/swagger-initializer.js", (_request, response) => {
    response
      .type("text/javascript")
      .send(`window.ui = SwaggerUIBundle({ url: "/openapi.json", dom_id: "#swagger-ui" });\n`);
  });
  page.get(["/", ...FILES], express.static(absolutePath(), { maxAge: "1h" }));
  return page;
}
