/** In the place of the page where it can't know what it needs. */
export function Unusable() {
  return (
    <main className="sign-in">
      <div className="card" role="alert">
        <h1>The page can’t start</h1>
        <p>Its settings could not be read. Is the network up?</p>
        <button
          type="button"
          className="primary"
          onClick={() => {
            window.location.reload();
          }}
        >
          Try again
        </button>
      </div>
    </main>
  );
}
