import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";

import { PlayerBar } from "../player/PlayerBar.tsx";
import { useMyPlaylists } from "../playlists/useMyPlaylists.ts";
import { signOut } from "../session/session.ts";
import { useSession } from "../session/useSession.ts";
import { settings } from "../settings.ts";
import { Icon } from "../shared/Icon.tsx";
import { IconButton } from "../shared/IconButton.tsx";
import { Logo } from "../shared/Logo.tsx";
import { PLACES } from "./places.ts";
import { SearchBox } from "./SearchBox.tsx";

/** What is around each page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { doors } = settings();
  const hasMusic = doors.includes("music");
  return (
    <div className={hasMusic ? "shell" : "shell silent"}>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <header className="top">
        <Link href="/" className="home" aria-label="Rampart Music, start">
          <Logo />
        </Link>
        {hasMusic && <SearchBox />}
        <User />
      </header>
      <nav className="nav" aria-label="Main">
        <ul>
          {PLACES.filter(({ door }) => doors.includes(door)).map(({ path, name, icon }) => (
            <li key={path}>
              <Place path={path}>
                <Icon name={icon} />
                <span>{name}</span>
              </Place>
            </li>
          ))}
        </ul>
        {hasMusic && <MyPlaylists />}
      </nav>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      {hasMusic && <PlayerBar />}
    </div>
  );
}

function Place({ path, children }: { readonly path: string; readonly children: ReactNode }) {
  const [here] = useLocation();
  return (
    <Link href={path} className="place" aria-current={here === path ? "page" : undefined}>
      {children}
    </Link>
  );
}

function User() {
  const name = useSession().session?.name ?? "";
  return (
    <div className="user">
      <span className="user-name">
        <span className="visually-hidden">Signed in as </span>
        {name}
      </span>
      <IconButton
        icon="out"
        label="Sign out"
        onClick={() => {
          void signOut();
        }}
      />
    </div>
  );
}

function MyPlaylists() {
  const { playlists } = useMyPlaylists();
  if (playlists.length === 0) return null;
  return (
    <div className="nav-playlists">
      <h2 id="nav-playlists">Your playlists</h2>
      <ul aria-labelledby="nav-playlists">
        {playlists.map(({ id, name }) => (
          <li key={id}>
            <Place path={`/playlists/${id}`}>
              <span>{name}</span>
            </Place>
          </li>
        ))}
      </ul>
    </div>
  );
}
