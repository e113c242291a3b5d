import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { type ReactNode, useRef } from "react";

import { IconButton } from "./IconButton.tsx";

interface SortableProps<T> {
  readonly items: readonly T[];
  readonly idOf: (item: T) => string;
  /** What a screen reader calls it. */
  readonly nameOf: (item: T) => string;
  readonly onMove: (from: number, to: number) => void;
  readonly label: string;
  /** @param handle What the entry is moved by. */
  readonly children: (item: T, index: number, handle: ReactNode) => ReactNode;
}

const INSTRUCTIONS =
  "To move this entry, press space or enter, then the up and down arrow keys, and space or enter " +
  "again to drop it, or escape to leave it where it was.";

/** A list that can be put in another order, by pointer and by keyboard. */
export function Sortable<T>(props: SortableProps<T>) {
  const { items, idOf, nameOf, onMove, label, children } = props;
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const ids = items.map(idOf);
  const placeOf = (id: string | number) => ids.indexOf(String(id));
  const announcements = useAnnouncements(items.map(nameOf), placeOf);
  const drop = ({ active, over }: DragEndEvent) => {
    const [from, to] = [placeOf(active.id), over === null ? -1 : placeOf(over.id)];
    if (from >= 0 && to >= 0 && from !== to) onMove(from, to);
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={{
        announcements,
        screenReaderInstructions: { draggable: INSTRUCTIONS },
      }}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        <ol className="songs" aria-label={label}>
          {items.map((item, index) => (
            <Entry key={idOf(item)} id={idOf(item)} name={nameOf(item)}>
              {(handle) => children(item, index, handle)}
            </Entry>
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

interface EntryProps {
  readonly id: string;
  readonly name: string;
  readonly children: (handle: ReactNode) => ReactNode;
}

function Entry({ id, name, children }: EntryProps) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, ...drag } =
    useSortable({ id });
  const handle = (
    <IconButton
      icon="grip"
      label={`Move ${name}`}
      className="grip"
      ref={setActivatorNodeRef}
      {...attributes}
      {...listeners}
    />
  );
  return (
    <li
      ref={setNodeRef}
      className={drag.isDragging ? "dragging" : ""}
      style={{ transform: CSS.Translate.toString(transform), transition: drag.transition }}
    >
      {children(handle)}
    </li>
  );
}

function useAnnouncements(
  names: readonly string[],
  placeOf: (id: string | number) => number,
): Announcements {
  const isPickedUp = useRef(false);
  const at = (id: string | number) => `${placeOf(id) + 1} of ${names.length}`;
  const name = (id: string | number) => names[placeOf(id)] ?? "The entry";
  return {
    onDragStart: ({ active }) => {
      isPickedUp.current = true;
      return `Picked up ${name(active.id)}, place ${at(active.id)}.`;
    },
    onDragOver: ({ active, over }) => {
      // Right after the start it is over its own place, which was just said.
      const isSaid = isPickedUp.current && active.id === over?.id;
      isPickedUp.current = false;
      return over === null || isSaid
        ? undefined
        : `${name(active.id)} is over place ${at(over.id)}.`;
    },
    onDragEnd: ({ active, over }) =>
      over === null
        ? `${name(active.id)} stays where it was.`
        : `${name(active.id)} was dropped at place ${at(over.id)}.`,
    onDragCancel: ({ active }) => `${name(active.id)} stays where it was.`,
  };
}
