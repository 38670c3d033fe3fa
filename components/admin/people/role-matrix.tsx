import { Button } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import { Fragment } from 'react';
import type { AdminRole, ScopeLine } from '#lib/contracts/admin-people.ts';
import classes from './people.module.css';

interface RoleMatrixProps {
  roles: readonly AdminRole[];
  scopes: readonly ScopeLine[];
  onEdit(role: AdminRole, from: HTMLElement): void;
}

/** Every scope by every role. */
export function RoleMatrix({ roles, scopes, onEdit }: RoleMatrixProps) {
  const groups = [...new Set(scopes.map(({ group }) => group))];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className={classes.scroll} aria-label="Table of roles" tabIndex={0}>
      <table className={classes.matrix}>
        <thead>
          <tr>
            <th scope="col">Scope</th>
            {roles.map((role) => (
              <th key={role.id} scope="col">
                {role.system ? (
                  role.name
                ) : (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    onClick={(event) => onEdit(role, event.currentTarget)}
                    aria-label={`Change the role ${role.name}`}
                  >
                    {role.name}
                  </Button>
                )}
                <span className={classes.soft}>{role.people === 1 ? '1 person' : `${role.people} people`}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Fragment key={group}>
              <tr>
                <th scope="rowgroup" colSpan={roles.length + 1} className={classes.group}>
                  {group}
                </th>
              </tr>
              {scopes
                .filter((scope) => scope.group === group)
                .map((scope) => (
                  <ScopeRow key={scope.id} scope={scope} roles={roles} />
                ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ScopeRow({ scope, roles }: { scope: ScopeLine; roles: readonly AdminRole[] }) {
  return (
    <tr>
      <th scope="row">
        {scope.label}
        <code>{scope.id}</code>
      </th>
      {roles.map((role) => (
        <td key={role.id}>
          {role.scopes.includes(scope.id) ? (
            <IconCheck className={classes.yes} size={17} aria-label="Yes" />
          ) : (
            <IconMinus className={classes.no} size={15} aria-label="No" />
          )}
        </td>
      ))}
    </tr>
  );
}
