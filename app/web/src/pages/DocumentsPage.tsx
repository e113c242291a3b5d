import { useInfiniteQuery } from "@tanstack/react-query";

import { documents } from "../api/documents.ts";
import { UploadForm } from "../documents/UploadForm.tsx";
import { Icon } from "../shared/Icon.tsx";
import { Empty, Listed, MorePages } from "../shared/States.tsx";
import { bytes, day } from "../shared/words.ts";
import { Page } from "../shell/Page.tsx";

export function DocumentsPage() {
  const query = useInfiniteQuery({
    queryKey: ["documents"],
    queryFn: ({ pageParam, signal }) => documents(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const all = query.data?.pages.flatMap((page) => page.documents) ?? [];
  return (
    <Page
      title="Documents"
      subtitle="Only a file’s name, size and time are kept, never what is in it."
    >
      <UploadForm />
      <Listed
        query={query}
        what="documents"
        isEmpty={all.length === 0}
        empty={
          <Empty title="There are no documents yet">
            <p>Upload a file above.</p>
          </Empty>
        }
      >
        <ul className="entries" aria-label="Documents">
          {all.map((one) => (
            <li key={one.id} className="entry">
              <Icon name="file" />
              <div className="entry-text">
                <span className="title">{one.filename}</span>
              </div>
              <span className="quiet">{bytes(one.size_bytes)}</span>
              <time className="quiet" dateTime={one.uploaded_at}>
                {day(one.uploaded_at)}
              </time>
            </li>
          ))}
        </ul>
      </Listed>
      <MorePages query={query} />
    </Page>
  );
}
