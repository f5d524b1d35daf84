/** The export `Facts` of the package `facts-base`: counters by package and name. */
export interface Facts {
  readonly _factsByPackage: Record<string, Record<string, number>>;
  incrementServerFact(packageName: string, fact: string, increment: number): void;
  resetServerFacts(): void;
  setUserIdFilter(filter: (userId: string | null) => boolean): void;
}

/** Facts that are counted and can be read, but are published to nobody. */
export function createFacts(): Facts {
  const byPackage: Record<string, Record<string, number>> = {};

  return {
    _factsByPackage: byPackage,
    incrementServerFact(packageName, fact, increment) {
      byPackage[packageName] ??= {};
      const facts = byPackage[packageName];
      facts[fact] = (facts[fact] ?? 0) + increment;
    },
    resetServerFacts() {
      for (const packageName of Object.keys(byPackage)) delete byPackage[packageName];
    },
    setUserIdFilter(_filter) {},
  };
}
