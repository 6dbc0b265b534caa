/** What the writers were told, and what may therefore be found at the end. */
export interface Books {
  /** The write was acknowledged: this is what the key holds now. */
  done(key: string, value: string): void;
  /** No answer, or one that says that nobody knows: it may hold this now. */
  unsure(key: string, value: string): void;
  /** The write was told to have failed: the key must not hold this. */
  failed(key: string, value: string): void;
  counts: { done: number; unsure: number; failed: number };
  /** How often each thing happened that must not. */
  compare(found: Finding[]): Verdict;
}

/** A row of the database. */
export interface Finding {
  key: string;
  value: string;
  /** Its columns belong to one write. */
  whole: boolean;
}

type Verdict = Record<'lost' | 'doubled' | 'half' | 'doneAllTheSame', number>;

/** What a key holds where there is no row. */
export const nothing = '';

/** Opens empty books. */
export function openBooks(): Books {
  const may = new Map<string, Set<string>>();
  const mustNot = new Map<string, Set<string>>();
  const counts = { done: 0, unsure: 0, failed: 0 };
  const of = (sets: typeof may, key: string, first: string[]) => {
    const set = sets.get(key) ?? new Set(first);
    sets.set(key, set);
    return set;
  };

  function judge(key: string, rows: Finding[], verdict: Verdict) {
    const value = rows[0]?.value ?? nothing;
    if (rows.length > 1) verdict.doubled += 1;
    if (rows.some(({ whole }) => !whole)) verdict.half += 1;
    else if (of(may, key, [nothing]).has(value)) return;
    else if (mustNot.get(key)?.has(value)) verdict.doneAllTheSame += 1;
    else verdict.lost += 1;
  }

  return {
    counts,
    done(key, value) {
      counts.done += 1;
      may.set(key, new Set([value]));
    },
    unsure(key, value) {
      counts.unsure += 1;
      of(may, key, [nothing]).add(value);
    },
    failed(key, value) {
      counts.failed += 1;
      of(mustNot, key, []).add(value);
    },
    compare(found) {
      const verdict = { lost: 0, doubled: 0, half: 0, doneAllTheSame: 0 };
      const rows = Map.groupBy(found, ({ key }) => key);
      for (const key of new Set([...may.keys(), ...mustNot.keys()])) {
        judge(key, rows.get(key) ?? [], verdict);
      }
      return verdict;
    },
  };
}
