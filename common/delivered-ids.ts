/** How many batches a sink knows again; a redelivery comes soon or never. */
export const rememberedIds = 1_000;

/** The batches that a sink has taken lately, so that a second delivery is harmless. */
export interface DeliveredIds {
  has(id: string): boolean;
  /** Forgets the oldest beyond {@link rememberedIds}. */
  add(id: string): void;
}

export function createDeliveredIds(): DeliveredIds {
  const ids = new Set<string>();
  return {
    has: (id) => ids.has(id),
    add(id) {
      ids.add(id);
      if (ids.size <= rememberedIds) return;
      for (const oldest of ids) {
        ids.delete(oldest);
        return;
      }
    },
  };
}
