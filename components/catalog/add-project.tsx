import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRouter } from 'next/navigation';
import type { RefObject } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { notifyDone } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { useCreateProject } from '#lib/client/use-projects.ts';
import classes from './add-project.module.css';
import { EMPTY_FORM, type ProjectForm, readProjectForm } from './project-form.ts';
import { WarehouseFields } from './warehouse-fields.tsx';

const SOURCES = [
  { value: 'folder', label: 'A folder' },
  { value: 'git', label: 'A git repository' },
] satisfies { value: ProjectForm['source']; label: string }[];

interface AddProjectProps {
  opened: boolean;
  /** Gets the keyboard back. */
  opener: RefObject<HTMLElement | null>;
  onClose(): void;
}

/** The form for a new project. */
export function AddProject({ opened, opener, onClose }: AddProjectProps) {
  const router = useRouter();
  const create = useCreateProject();
  const form = useForm<ProjectForm>({ initialValues: EMPTY_FORM });

  function submit() {
    const read = readProjectForm(form.values);
    if ('errors' in read) return form.setErrors(read.errors);
    create.mutate(read.request, {
      onSuccess: (project) => {
        notifyDone(`“${project.name}” was added with ${project.explores} explores.`);
        router.push(`/projects/${project.id}`);
      },
    });
  }

  return (
    <Dialog opened={opened} onClose={onClose} title="Add a project" opener={opener} size="lg">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextInput label="Name" placeholder="Retail analytics" data-autofocus {...form.getInputProps('name')} />
        <fieldset className={classes.group}>
          <legend>Where is the dbt project?</legend>
          <SegmentedControl data={SOURCES} fullWidth aria-label="Source" {...form.getInputProps('source')} />
          <SourceFields form={form} />
        </fieldset>
        <WarehouseFields form={form} />
        {create.isError && <Problem title="The project was not added" error={create.error} />}
        {create.isPending && (
          <p className={classes.wait} role="status">
            Reading the files and trying the warehouse. A large repository takes up to two minutes.
          </p>
        )}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Add the project
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function SourceFields({ form }: { form: ReturnType<typeof useForm<ProjectForm>> }) {
  const subdirectory = (
    <TextInput label="Subdirectory" description="Where dbt_project.yml lies, when not at the top" {...form.getInputProps('subdirectory')} />
  );
  if (form.values.source === 'folder') {
    return (
      <>
        <TextInput label="Folder" description="On this machine, under a folder that the operator allows" {...form.getInputProps('path')} />
        {subdirectory}
      </>
    );
  }
  return (
    <>
      <TextInput label="Address" placeholder="https://git.example.com/team/dbt.git" {...form.getInputProps('url')} />
      <TextInput label="Branch, tag or commit" description="Empty for the default branch" {...form.getInputProps('ref')} />
      {subdirectory}
    </>
  );
}
