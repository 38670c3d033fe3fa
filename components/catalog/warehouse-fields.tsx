import { Checkbox, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import classes from './add-project.module.css';
import type { ProjectForm } from './project-form.ts';

const KINDS = [
  { value: 'duckdb', label: 'DuckDB' },
  { value: 'postgres', label: 'Postgres' },
] satisfies { value: ProjectForm['warehouse']; label: string }[];

/** The connection to the warehouse. */
export function WarehouseFields({ form }: { form: UseFormReturnType<ProjectForm> }) {
  return (
    <fieldset className={classes.group}>
      <legend>Where is the data?</legend>
      <SegmentedControl data={KINDS} fullWidth aria-label="Warehouse" {...form.getInputProps('warehouse')} />
      {form.values.warehouse === 'duckdb' ? (
        <TextInput
          label="DuckDB file"
          description="Relative to the project, e.g. data/warehouse.duckdb"
          {...form.getInputProps('duckdbPath')}
        />
      ) : (
        <>
          <div className={classes.pair}>
            <TextInput label="Host" {...form.getInputProps('host')} />
            <TextInput label="Port" inputMode="numeric" {...form.getInputProps('port')} />
          </div>
          <div className={classes.pair}>
            <TextInput label="Database" {...form.getInputProps('database')} />
            <TextInput label="Schema" {...form.getInputProps('schema')} />
          </div>
          <div className={classes.pair}>
            <TextInput label="User" autoComplete="off" {...form.getInputProps('user')} />
            <PasswordInput
              label="Password"
              description="Stored encrypted"
              autoComplete="new-password"
              {...form.getInputProps('password')}
            />
          </div>
          <Checkbox label="Encrypt the connection (TLS)" {...form.getInputProps('ssl', { type: 'checkbox' })} />
        </>
      )}
    </fieldset>
  );
}
