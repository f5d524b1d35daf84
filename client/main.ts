/**
 * The client's side of the package. It records nothing yet; the analytics API
 * comes with it. `Radiant` exists only on the server, and says so here instead
 * of being undefined.
 */
export const Radiant = new Proxy(
  {},
  {
    get(_target, key) {
      throw new Error(
        `Radiant.${String(key)} exists on the server only; import it in code under server/.`,
      );
    },
  },
);
