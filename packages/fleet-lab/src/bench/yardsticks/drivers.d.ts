// What is used here of two packages that bring no types.

declare module 'pg' {
  export class Client {
    constructor(options: { connectionString: string });
    connect(): Promise<void>;
    query(
      query: string | { name: string; text: string; values?: unknown[] },
    ): Promise<{ rows: any[] }>;
    end(): Promise<void>;
  }
}

declare module 'better-sqlite3' {
  export interface Statement {
    run(values: unknown[]): void;
    all(): any[];
  }

  export default class Database {
    constructor(file: string);
    pragma(text: string): void;
    exec(sql: string): void;
    prepare(sql: string): Statement;
    transaction(work: () => void): () => void;
    close(): void;
  }
}
