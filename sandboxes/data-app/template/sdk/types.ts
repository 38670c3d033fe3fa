/** The plain shapes that travel between an app and Glassworks. */

export type Cell = string | number | boolean | null;

export type FilterOperator =
  | 'isNull'
  | 'notNull'
  | 'equals'
  | 'notEquals'
  | 'startsWith'
  | 'endsWith'
  | 'include'
  | 'doesNotInclude'
  | 'lessThan'
  | 'lessThanOrEqual'
  | 'greaterThan'
  | 'greaterThanOrEqual'
  | 'inThePast'
  | 'notInThePast'
  | 'inTheNext'
  | 'inTheCurrent'
  | 'notInTheCurrent'
  | 'inBetween'
  | 'notInBetween';

export interface FilterRule {
  readonly id?: string | undefined;
  readonly target: { readonly fieldId: string };
  readonly operator: FilterOperator;
  readonly values?: readonly Cell[] | undefined;
  /** For `inThePast` and its kin: `values: [12]` with `months` means the past 12 months. */
  readonly settings?:
    | { readonly unitOfTime: 'days' | 'weeks' | 'months' | 'quarters' | 'years'; readonly completed?: boolean | undefined }
    | undefined;
}

export type FilterItem = FilterRule | FilterGroup;
export type FilterGroup =
  | { readonly id?: string | undefined; readonly and: readonly FilterItem[] }
  | { readonly id?: string | undefined; readonly or: readonly FilterItem[] };

/** A query over one explore. Fields are ids of the catalog; every field must belong to that explore. */
export interface MetricQueryInput {
  readonly explore: string;
  readonly dimensions?: readonly string[] | undefined;
  readonly metrics?: readonly string[] | undefined;
  readonly filters?: { readonly dimensions?: FilterGroup | undefined; readonly metrics?: FilterGroup | undefined } | undefined;
  readonly sorts?: readonly { readonly fieldId: string; readonly descending?: boolean | undefined }[] | undefined;
  /** Rows at most, 1 to 5000; 500 when left out. */
  readonly limit?: number | undefined;
  readonly timezone?: string | undefined;
}

export interface ValueFormat {
  readonly kind: 'number' | 'currency' | 'percent' | 'id';
  readonly currency?: string | undefined;
  readonly decimals?: number | undefined;
  readonly compact?: boolean | undefined;
}

export interface QueryColumn {
  readonly id: string;
  readonly label: string;
  readonly kind: 'dimension' | 'metric';
  readonly type: string;
  readonly format: ValueFormat | null;
}

export interface QueryResult {
  readonly columns: readonly QueryColumn[];
  readonly rows: readonly (readonly Cell[])[];
  readonly rowCount: number;
  /** True when the warehouse had more rows than the limit. */
  readonly truncated: boolean;
  readonly cache: { readonly hit: boolean; readonly ageMs: number };
  readonly timing: { readonly compileMs: number; readonly warehouseMs: number; readonly totalMs: number };
  readonly sql?: string | undefined;
}

export type ColorScheme = 'light' | 'dark';

export interface Hello {
  readonly glassworks: 'hello';
  readonly version: 1;
}

export interface Welcome {
  readonly glassworks: 'welcome';
  readonly version: 1;
  readonly colorScheme: ColorScheme;
}

export interface AskedQuery {
  readonly id: number;
  readonly query: MetricQueryInput;
}

/** A line of the app's own source. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
}

/** App to host, on the private port. */
export type AppMessage =
  | { readonly type: 'queries'; readonly queries: readonly AskedQuery[] }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'about'; readonly id: number; readonly fieldId: string }
  | { readonly type: 'settled'; readonly queries: number }
  | { readonly type: 'error'; readonly message: string; readonly stack?: string | undefined; readonly place?: SourcePlace | undefined }
  | { readonly type: 'download'; readonly filename: string; readonly mime: string; readonly text: string };

/** Host to app, on the private port. */
export type HostMessage =
  | { readonly type: 'result'; readonly id: number; readonly result: QueryResult }
  | { readonly type: 'failure'; readonly id: number; readonly code: string; readonly message: string }
  | { readonly type: 'theme'; readonly colorScheme: ColorScheme };
