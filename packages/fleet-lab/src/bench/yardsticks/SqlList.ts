import type { ListFilter } from './LISTS';
import { FACETS, listSql } from './listSql';

/** What both sides must agree on. */
export interface ListAnswer {
  ids: string[];
  total: number;
  facets: Record<(typeof FACETS)[number], Record<string, number>>;
}

/** Runs one statement, prepared where the driver can do that. */
export type RunSql = (sql: string) => Promise<any[]> | any[];

/** A list with total and facets out of SQL; the text of the answer is made as an API would make it. */
export class SqlList {
  readonly #run: RunSql;
  readonly #filter: ListFilter;
  readonly #sql: ReturnType<typeof listSql>;

  constructor(run: RunSql, filter: ListFilter) {
    this.#run = run;
    this.#filter = filter;
    this.#sql = listSql(filter);
  }

  /** Statement by statement. */
  async separate(): Promise<{ json: string; answer: () => ListAnswer }> {
    const items = await this.#run(this.#sql.page);
    const [{ n }] = await this.#run(this.#sql.total);
    const facets: Record<string, any[]> = {};
    for (const facet of FACETS) {
      facets[facet] = await this.#run(this.#sql.facets[facet]);
    }
    const json = JSON.stringify({ items, total: Number(n), facets });
    return {
      json,
      answer: () => ({
        ids: items.map(({ id }) => id),
        total: Number(n),
        facets: Object.fromEntries(
          FACETS.map(facet => [
            facet,
            Object.fromEntries(
              facets[facet].map(row => [row.value, Number(row.n)]),
            ),
          ]),
        ) as ListAnswer['facets'],
      }),
    };
  }

  /** Total and facets out of one count by all three columns. */
  async grouped(): Promise<{ json: string; answer: () => ListAnswer }> {
    const items = await this.#run(this.#sql.page);
    const counts = await this.#run(this.#sql.grouped);
    const { clusters, kinds, statuses } = this.#filter;
    const allowed: Record<string, readonly string[] | undefined> = {
      cluster_id: clusters,
      kind: kinds,
      status: statuses,
    };
    let total = 0;
    const facets = Object.fromEntries(
      FACETS.map(facet => [facet, {}]),
    ) as ListAnswer['facets'];
    for (const row of counts) {
      const refused = FACETS.filter(
        facet => allowed[facet]?.includes(row[facet]) === false,
      );
      const n = Number(row.n);
      if (!refused.length) total += n;
      for (const facet of FACETS) {
        if (refused.some(other => other !== facet)) continue;
        facets[facet][row[facet]] = (facets[facet][row[facet]] ?? 0) + n;
      }
    }
    return {
      json: JSON.stringify({ items, total, facets }),
      answer: () => ({ ids: items.map(({ id }) => id), total, facets }),
    };
  }
}
