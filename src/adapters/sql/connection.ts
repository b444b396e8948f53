export interface SqlResult {
  readonly rows: readonly unknown[];
  /** Rows inserted, updated or deleted. */
  readonly affected: number;
}

/** One connection that holds one transaction: what the two databases must offer for the shared query code. */
export interface SqlConnection {
  query(text: string, parameters: readonly unknown[]): Promise<SqlResult>;
}
