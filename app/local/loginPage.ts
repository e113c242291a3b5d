import { LOCAL_USERS } from "./signIn.ts";

const BUTTONS = LOCAL_USERS.map(
  ({ username, name }) => `<button name="username" value="${username}">${name}</button>`,
).join("\n        ");

/** The page on which a person says who to be; nothing of a request stands in it. */
export const LOGIN_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Choose a test user</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml">
    <style>
      :root { color-scheme: light dark; --line: #e2d9cc; --ground: #faf7f2; --accent: #b83a0e; }
      @media (prefers-color-scheme: dark) {
        :root { --line: #4a4036; --ground: #15120f; --accent: #ff9a62; }
      }
      body { margin: 0 auto; max-width: 44rem; padding: 2rem 1rem; background: var(--ground);
        font: 1rem/1.5 system-ui, sans-serif; }
      form { display: grid; gap: .5rem; grid-template-columns: repeat(auto-fill, minmax(7rem, 1fr)); }
      button { min-height: 2.75rem; border: 1px solid var(--line); border-radius: .5rem;
        background: none; color: inherit; font: inherit; cursor: pointer; }
      button:hover { border-color: var(--accent); color: var(--accent); }
      button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    </style>
  </head>
  <body>
    <main>
      <h1>Choose a test user</h1>
      <p>This local page stands in for the managed login of Amazon Cognito, which would ask for a
        password here.</p>
      <form method="post" action="" aria-label="Test users">
        ${BUTTONS}
      </form>
    </main>
  </body>
</html>
`;
