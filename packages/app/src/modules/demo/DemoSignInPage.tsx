import { SignInPage } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';

/** Guest sign-in. What a guest may do here is said in the notice above it, and again on every page. */
export function DemoSignInPage(props: SignInPageProps) {
  const config = useApi(configApiRef);
  return (
    <SignInPage
      {...props}
      title={config.getOptionalString('app.title')}
      align="center"
      providers={['guest']}
    />
  );
}
