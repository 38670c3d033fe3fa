import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { notifyDone } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { randomId } from '#lib/client/random-id.ts';
import { useSetAttributes } from '#lib/client/use-admin-people.ts';
import type { AdminUser } from '#lib/contracts/admin-people.ts';
import type { Attributes } from '#lib/contracts/attributes.ts';
import classes from './people.module.css';

interface Line {
  readonly key: string;
  readonly name: string;
  readonly values: string;
}

const linesOf = (attributes: Attributes): Line[] =>
  Object.entries(attributes).map(([name, value]) => ({ key: randomId(), name, values: [value].flat().join(', ') }));

/** One value stays one; several are parted by commas. */
function attributesOf(lines: readonly Line[]): Attributes {
  const filled = lines.filter(({ name, values }) => name.trim() !== '' && values.trim() !== '');
  const parted = (values: string) =>
    values
      .split(',')
      .map((value) => value.trim())
      .filter((value) => value !== '');
  return Object.fromEntries(filled.map(({ name, values }) => [name.trim(), values.includes(',') ? parted(values) : values.trim()]));
}

/** What row filters see of a person. */
export function AttributesForm({ user }: { user: AdminUser }) {
  const [lines, setLines] = useState(() => linesOf(user.attributes));
  const save = useSetAttributes(user.id);
  const change = (key: string, part: Partial<Line>) => setLines(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <form
      aria-label="Attributes"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(attributesOf(lines), { onSuccess: () => notifyDone('Attributes saved.') });
      }}
    >
      <h3 className={classes.heading}>Attributes</h3>
      <p className={classes.text}>Row filters of the projects see these. Several values are parted by commas.</p>
      <div className={classes.form}>
        <div>
          {lines.map(({ key, name, values }, index) => (
            <div key={key} className={classes.attribute}>
              <TextInput
                size="sm"
                aria-label={`Name of attribute ${index + 1}`}
                placeholder="region"
                value={name}
                onChange={(event) => change(key, { name: event.currentTarget.value })}
              />
              <TextInput
                size="sm"
                aria-label={`Values of attribute ${index + 1}`}
                placeholder="EMEA, APAC"
                value={values}
                onChange={(event) => change(key, { values: event.currentTarget.value })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove attribute ${index + 1}`}
                onClick={() => setLines(lines.filter((line) => line.key !== key))}
              >
                <IconX size={16} />
              </ActionIcon>
            </div>
          ))}
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            onClick={() => setLines([...lines, { key: randomId(), name: '', values: '' }])}
          >
            Add an attribute
          </Button>
        </div>
        {save.isError && <Problem title="The attributes were not saved" error={save.error} />}
        <div className={classes.answers}>
          <Button type="submit" variant="default" loading={save.isPending}>
            Save attributes
          </Button>
        </div>
      </div>
    </form>
  );
}
