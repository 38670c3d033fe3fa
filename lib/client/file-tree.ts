/** One line of a tree of files, as it stands on the screen. */
export interface TreeRow {
  readonly path: string;
  readonly name: string;
  readonly folder: boolean;
  /** 1 for what lies at the top. */
  readonly level: number;
  /** Its place among those that lie in the same folder, from 1. */
  readonly place: number;
  readonly among: number;
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: string[];
}

const empty = (): Folder => ({ folders: new Map(), files: [] });

/** How many folders hold these files, the top not counted. */
export function countFolders(paths: readonly string[]): number {
  const folders = paths.flatMap((path) => {
    const names = path.split('/').slice(0, -1);
    return names.map((_, index) => names.slice(0, index + 1).join('/'));
  });
  return new Set(folders).size;
}

/** The lines of a tree, folders before files and each by name; what lies in a `closed` folder is left out. */
export function treeRows(paths: readonly string[], closed: ReadonlySet<string>): TreeRow[] {
  const top = empty();
  for (const path of paths) {
    const names = path.split('/');
    let folder = top;
    for (const name of names.slice(0, -1)) {
      const inner = folder.folders.get(name) ?? empty();
      folder.folders.set(name, inner);
      folder = inner;
    }
    folder.files.push(names.at(-1) ?? path);
  }
  return rowsOf(top, '', 1, closed);
}

function rowsOf({ folders, files }: Folder, parent: string, level: number, closed: ReadonlySet<string>): TreeRow[] {
  const among = folders.size + files.length;
  const inFolders = [...folders.keys()].toSorted(byName);
  return [
    ...inFolders.flatMap((name, index) => {
      const path = `${parent}${name}`;
      const row = { path, name, folder: true, level, place: index + 1, among };
      const inner = folders.get(name);
      return inner === undefined || closed.has(path) ? [row] : [row, ...rowsOf(inner, `${path}/`, level + 1, closed)];
    }),
    ...files
      .toSorted(byName)
      .map((name, index) => ({ path: `${parent}${name}`, name, folder: false, level, place: inFolders.length + index + 1, among })),
  ];
}

const byName = (a: string, b: string): number => a.localeCompare(b);

/** What a key does in a tree: which line has the focus then, and which folder opens or closes. */
export interface TreeMove {
  readonly focus: string;
  readonly toggle?: string;
}

/** Arrows, Home and End as in every tree; null for a key that means nothing here. */
export function moveInTree(rows: readonly TreeRow[], at: string, key: string, closed: ReadonlySet<string>): TreeMove | null {
  const index = rows.findIndex(({ path }) => path === at);
  const row = rows[index];
  if (row === undefined) return null;
  const to = (target: TreeRow | undefined): TreeMove => ({ focus: (target ?? row).path });
  switch (key) {
    case 'ArrowDown':
      return to(rows[index + 1]);
    case 'ArrowUp':
      return to(rows[index - 1]);
    case 'Home':
      return to(rows[0]);
    case 'End':
      return to(rows.at(-1));
    case 'ArrowRight':
      if (!row.folder) return to(row);
      return closed.has(at) ? { focus: at, toggle: at } : to(rows[index + 1]);
    case 'ArrowLeft':
      if (row.folder && !closed.has(at)) return { focus: at, toggle: at };
      return to(rows.slice(0, index).findLast(({ level }) => level < row.level));
    default:
      return null;
  }
}
