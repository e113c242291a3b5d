import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Item, items } from "../api/items.ts";
import { ItemDialog } from "../items/ItemDialog.tsx";
import { Icon } from "../shared/Icon.tsx";
import { IconButton } from "../shared/IconButton.tsx";
import { Empty, Listed, MorePages } from "../shared/States.tsx";
import { day } from "../shared/words.ts";
import { Page } from "../shell/Page.tsx";

export function ItemsPage() {
  const query = useInfiniteQuery({
    queryKey: ["items"],
    queryFn: ({ pageParam, signal }) => items(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  /** The one in the dialog; "new" for one that is not there yet. */
  const [open, setOpen] = useState<Item | "new">();
  const all = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title="Items"
      actions={
        <button
          type="button"
          className="primary"
          aria-haspopup="dialog"
          onClick={() => {
            setOpen("new");
          }}
        >
          <Icon name="plus" size={18} />
          New item
        </button>
      }
    >
      <Listed
        query={query}
        what="items"
        isEmpty={all.length === 0}
        empty={
          <Empty title="There are no items yet">
            <p>Make the first one.</p>
          </Empty>
        }
      >
        <ul className="entries" aria-label="Items">
          {all.map((one) => (
            <li key={one.id} className="entry">
              <Icon name="box" />
              <div className="entry-text">
                <span className="title">{one.name}</span>
                {one.description !== "" && <p className="quiet">{one.description}</p>}
              </div>
              <time className="quiet" dateTime={one.updatedAt}>
                {day(one.updatedAt)}
              </time>
              <IconButton
                icon="edit"
                label={`Edit ${one.name}`}
                aria-haspopup="dialog"
                onClick={() => {
                  setOpen(one);
                }}
              />
            </li>
          ))}
        </ul>
      </Listed>
      <MorePages query={query} />
      {open !== undefined && (
        <ItemDialog
          item={open === "new" ? undefined : open}
          onClose={() => {
            setOpen(undefined);
          }}
        />
      )}
    </Page>
  );
}
