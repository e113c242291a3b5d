import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./App.tsx";
import { finishSignIn } from "./session/session.ts";
import { loadSettings } from "./settings.ts";
import { Unusable } from "./shell/Unusable.tsx";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/shell.css";
import "./styles/content.css";
import "./styles/entries.css";
import "./styles/overlays.css";
import "./styles/songs.css";
import "./styles/player.css";

const root = document.getElementById("root");
if (root === null) throw new Error("the document has no place for the page");
const page = createRoot(root);
try {
  await loadSettings();
  await finishSignIn();
  page.render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
} catch {
  page.render(<Unusable />);
}
