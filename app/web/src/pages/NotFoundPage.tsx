import { Link } from "wouter";

import { Empty } from "../shared/States.tsx";
import { Page } from "../shell/Page.tsx";

export function NotFoundPage() {
  return (
    <Page title="Not found">
      <Empty title="There is no such page">
        <p>
          <Link href="/">See what is trending</Link>
        </p>
      </Empty>
    </Page>
  );
}
