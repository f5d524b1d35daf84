const TWO_TO_32 = 2 ** 32;

/**
 * Johannes Baagøe's Alea generator: numbers in [0, 1) fixed by `seeds`. DDP
 * clients use it for the ids they guess, so server and client must agree.
 */
export function createAlea(seeds: readonly unknown[]): () => number {
  const mash = createMash();
  const state: [number, number, number] = [mash(' '), mash(' '), mash(' ')];
  for (const seed of seeds) {
    state[0] = wrapped(state[0] - mash(seed));
    state[1] = wrapped(state[1] - mash(seed));
    state[2] = wrapped(state[2] - mash(seed));
  }
  let carry = 1;

  return () => {
    const product = 2091639 * state[0] + carry / TWO_TO_32;
    carry = Math.trunc(product);
    state[0] = state[1];
    state[1] = state[2];
    state[2] = product - carry;
    return state[2];
  };
}

function wrapped(fraction: number): number {
  return fraction < 0 ? fraction + 1 : fraction;
}

function createMash(): (seed: unknown) => number {
  let hash = 0xefc8249d;

  return (seed) => {
    for (const unit of String(seed).split('')) {
      hash += unit.charCodeAt(0);
      let product = 0.02519603282416938 * hash;
      hash = product >>> 0;
      product = (product - hash) * hash;
      hash = product >>> 0;
      hash += (product - hash) * TWO_TO_32;
    }
    return (hash >>> 0) / TWO_TO_32;
  };
}
