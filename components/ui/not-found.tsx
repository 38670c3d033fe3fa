'use client';

import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import Link from 'next/link';
import { Empty } from './empty.tsx';
import { Page } from './page.tsx';

/** No such page or thing, or none that this person may see. */
export function NotFound({ what = 'This page' }: { what?: string }) {
  return (
    <Page title="Nothing here">
      <Empty icon={<IconMapQuestion size={24} />} title={`${what} does not exist, or you may not see it`}>
        <Button component={Link} href="/" variant="default">
          All apps
        </Button>
      </Empty>
    </Page>
  );
}
