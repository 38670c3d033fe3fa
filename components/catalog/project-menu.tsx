import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { notifyDone } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { useDeleteProject, useRenameProject } from '#lib/client/use-projects.ts';
import type { Project } from '#lib/contracts/project.ts';
import classes from './project-menu.module.css';

/** What can be done with a project as a whole. */
export function ProjectMenu({ project }: { project: Project }) {
  const [asking, setAsking] = useState<'rename' | 'delete' | null>(null);
  const menu = useRef<HTMLButtonElement>(null);
  const close = () => setAsking(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon ref={menu} variant="default" size={36} aria-label={`More about ${project.name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setAsking('rename')}>
            Rename
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setAsking('delete')}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Dialog opened={asking === 'rename'} onClose={close} title="Rename the project" opener={menu}>
        <Rename project={project} onClose={close} />
      </Dialog>
      <Dialog opened={asking === 'delete'} onClose={close} title={`Delete “${project.name}”?`} opener={menu}>
        <Delete project={project} onClose={close} />
      </Dialog>
    </>
  );
}

function Rename({ project, onClose }: { project: Project; onClose(): void }) {
  const [name, setName] = useState(project.name);
  const rename = useRenameProject(project.id);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === project.name) onClose();
        else if (name.trim() !== '') rename.mutate(name.trim(), { onSuccess: onClose });
      }}
    >
      <TextInput label="Name" maxLength={100} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
      {rename.isError && <Problem title="The project was not renamed" error={rename.error} />}
      <div className={classes.answers}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={name.trim() === ''} loading={rename.isPending}>
          Rename
        </Button>
      </div>
    </form>
  );
}

function Delete({ project, onClose }: { project: Project; onClose(): void }) {
  const router = useRouter();
  const remove = useDeleteProject(project.id);
  function confirm() {
    remove.mutate(undefined, {
      onSuccess: () => {
        notifyDone(`“${project.name}” was deleted.`);
        router.push('/projects');
      },
    });
  }
  return (
    <div className={classes.form}>
      <p className={classes.question}>
        Apps made of it stay in the list, but get no data any more. The dbt project and the warehouse are not touched.
      </p>
      {remove.isError && <Problem title="The project was not deleted" error={remove.error} />}
      <div className={classes.answers}>
        <Button variant="default" data-autofocus onClick={onClose}>
          Keep it
        </Button>
        <Button color="red" loading={remove.isPending} onClick={confirm}>
          Delete
        </Button>
      </div>
    </div>
  );
}
