'use client';

import { Page } from '#components/ui/page.tsx';
import { DoctorPanel } from './doctor.tsx';
import { SettingsForm } from './settings-form.tsx';
import { SweepPanel } from './sweep.tsx';

const ENVIRONMENT_WINS = 'A variable of the environment wins over what is stored here.';

export function ModelPage() {
  return (
    <Page title="Model" lead={`Which model writes the apps, and who is paid for it. ${ENVIRONMENT_WINS}`}>
      <SettingsForm page="model" title="Model provider" triable />
    </Page>
  );
}

export function SandboxPage() {
  return (
    <Page title="Sandbox provider" lead={`Where agents work, kept apart from everything else. ${ENVIRONMENT_WINS}`}>
      <SettingsForm page="sandbox" title="Sandbox provider" triable />
      <DoctorPanel />
    </Page>
  );
}

export function StoragePage() {
  return (
    <Page title="Storage" lead="Where sources, bundles and snapshots are kept. Files that exist are not moved when this changes.">
      <SettingsForm page="storage" title="Object storage" triable />
    </Page>
  );
}

export function RetentionPage() {
  return (
    <Page title="Retention" lead="How long what is no longer used is kept.">
      <SettingsForm page="retention" title="Kept for" />
      <SweepPanel />
    </Page>
  );
}

export function EmbeddingPage() {
  return (
    <Page title="Embedding" lead="Which other sites may show apps of this installation in a frame.">
      <SettingsForm
        page="embedding"
        title="Allowed origins"
        note="Where apps may be framed. Whoever opens them there signs in all the same."
      />
    </Page>
  );
}

export function FeaturesPage() {
  return (
    <Page title="Features" lead="What this installation offers.">
      <SettingsForm page="features" title="Switches" />
    </Page>
  );
}

export function GitPage() {
  return (
    <Page title="Git hosts" lead="Where dbt projects may come from.">
      <SettingsForm page="git" title="Allowed hosts" note="Projects that exist are not touched; their next reload is held to this list." />
    </Page>
  );
}

export function EnvironmentPage() {
  return (
    <Page title="Environment" lead="What only the operator of the machine can set: in the environment, read when the processes start.">
      <SettingsForm page="environment" title="Variables" />
    </Page>
  );
}
