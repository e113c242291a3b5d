import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";

import { ApiError } from "./api/client.ts";
import { ArtistPage } from "./pages/ArtistPage.tsx";
import { ArtistsPage } from "./pages/ArtistsPage.tsx";
import { DocumentsPage } from "./pages/DocumentsPage.tsx";
import { ItemsPage } from "./pages/ItemsPage.tsx";
import { LikedPage } from "./pages/LikedPage.tsx";
import { NotFoundPage } from "./pages/NotFoundPage.tsx";
import { PlaylistPage } from "./pages/PlaylistPage.tsx";
import { PlaylistsPage } from "./pages/PlaylistsPage.tsx";
import { SearchPage } from "./pages/SearchPage.tsx";
import { TrendingPage } from "./pages/TrendingPage.tsx";
import { PlayerProvider } from "./player/PlayerProvider.tsx";
import { SignIn } from "./session/SignIn.tsx";
import { useSession } from "./session/useSession.ts";
import { settings } from "./settings.ts";
import { NoticeProvider } from "./shared/Notice.tsx";
import { ErrorBoundary } from "./shell/ErrorBoundary.tsx";
import { DOCUMENTS_PATH, ITEMS_PATH, PLACES } from "./shell/places.ts";
import { Shell } from "./shell/Shell.tsx";

/** The service may be busy or starting; what it refuses it will refuse again. */
function isWorthRetrying(failures: number, error: Error): boolean {
  const status = error instanceof ApiError ? error.status : 0;
  return failures < 2 && (status === 0 || status >= 500);
}

function newClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Without a network, a request fails and says so, instead of waiting for one.
      queries: { retry: isWorthRetrying, staleTime: 30_000, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
}

export function App() {
  const { session, message } = useSession();
  return (
    <ErrorBoundary>
      <WithClient key={session?.user ?? "nobody"}>
        {session === undefined ? <SignIn message={message} /> : <SignedIn />}
      </WithClient>
    </ErrorBoundary>
  );
}

/** All that one user has seen goes with the session. */
function WithClient({ children }: { readonly children: ReactNode }) {
  const [client] = useState(newClient);
  useEffect(() => {
    return () => {
      client.clear();
    };
  }, [client]);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function SignedIn() {
  return (
    <NoticeProvider>
      <PlayerProvider>
        <Shell>
          <Pages />
        </Shell>
      </PlayerProvider>
    </NoticeProvider>
  );
}

function Pages() {
  const [path] = useLocation();
  const { doors } = settings();
  const hasMusic = doors.includes("music");
  const start = PLACES.find(({ door }) => doors.includes(door))?.path ?? "/";
  return (
    <ErrorBoundary key={path}>
      <Switch>
        <Route path="/">{hasMusic ? <TrendingPage /> : <Redirect to={start} replace />}</Route>
        <Route path="/search" component={SearchPage} />
        <Route path="/artists" component={ArtistsPage} />
        <Route path="/artists/:id">{({ id }) => <ArtistPage id={id} />}</Route>
        <Route path="/liked" component={LikedPage} />
        <Route path="/playlists" component={PlaylistsPage} />
        <Route path="/playlists/:id">{({ id }) => <PlaylistPage id={id} />}</Route>
        <Route path={ITEMS_PATH} component={ItemsPage} />
        <Route path={DOCUMENTS_PATH} component={DocumentsPage} />
        <Route component={NotFoundPage} />
      </Switch>
    </ErrorBoundary>
  );
}
