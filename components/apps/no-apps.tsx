import { Button } from '@mantine/core';
import { IconDatabasePlus, IconLayoutGrid, IconSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { Empty } from '#components/ui/empty.tsx';
import { useProjects } from '#lib/client/use-projects.ts';

/** Why the list is empty, and what to do about it: no project yet, no app yet, or nothing found. */
export function NoApps({ search, narrowed, onClear }: { search: string; narrowed: boolean; onClear(): void }) {
  const projects = useProjects();
  if (search !== '') {
    return (
      <Empty icon={<IconSearch size={24} />} title={`Nothing matches “${search}”`}>
        <p>Names are searched. Try fewer words.</p>
        <Button size="compact-sm" variant="default" onClick={onClear}>
          Clear the search
        </Button>
      </Empty>
    );
  }
  if (narrowed) {
    return (
      <Empty icon={<IconLayoutGrid size={24} />} title="No apps here">
        <p>Apps come into a space when they are made in it or moved to it.</p>
        <Button size="compact-sm" variant="default" onClick={onClear}>
          Show all apps
        </Button>
      </Empty>
    );
  }
  if (projects.data?.length === 0) {
    return (
      <Empty icon={<IconDatabasePlus size={24} />} title="No project yet">
        <p>Apps are made from a project: a dbt project and the warehouse it describes.</p>
        <Button component={Link} href="/projects?add" size="compact-sm" variant="default">
          Add a project
        </Button>
      </Empty>
    );
  }
  return (
    <Empty icon={<IconLayoutGrid size={24} />} title="No apps yet">
      Write a sentence above, or take one of the examples: each of them can be answered by this project.
    </Empty>
  );
}
