import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `npm run local` answers, for who works on the page with `npx vite app/web`. */
const SERVICE = "http://127.0.0.1:8080";

const SERVED = ["/api", "/items", "/documents", "/upload", "/local", "/config.json"];

export default defineConfig({
  plugins: [react()],
  // The content security policy lets nothing in that is not a file of this page.
  build: { assetsInlineLimit: 0 },
  server: { proxy: Object.fromEntries(SERVED.map((path) => [path, SERVICE])) },
});
