import { EmptyState, Progress, SignInPage } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { DemoNotice } from './DemoNotice';
import { readSignInProviders } from './readSignInProviders';
import { useSkippedProviders } from './useSkippedProviders';

/** The ways to sign in that the backend has, below the notice that every page has. */
export function DemoSignInPage(props: SignInPageProps) {
  const config = useApi(configApiRef);
  const skipped = useSkippedProviders();
  if (!skipped) return <Progress />;
  const providers = readSignInProviders({
    config,
    development: process.env.NODE_ENV === 'development',
    skipped,
  });
  return (
    <>
      <DemoNotice />
      {providers.length === 0 ? (
        <EmptyState
          missing="info"
          title="Nobody can sign in"
          description="This portal has no sign-in provider. Its operator finds how to add one in docs/sign-in.md."
        />
      ) : (
        <SignInPage
          {...props}
          title="Sign in"
          align="center"
          providers={providers}
        />
      )}
    </>
  );
}
