import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Alert,
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Radio,
  RadioGroup,
  Text,
} from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useState } from 'react';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { errorMessage } from '../../components/errorMessage';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { type AddClusterFields, EMPTY_FIELDS } from '../add/AddClusterFields';
import styles from '../add/AddClusterForm.module.css';
import type { CredentialFields } from '../add/CredentialFields';
import { credentialsOf } from '../add/credentialsOf';
import { KubeconfigFields } from '../add/KubeconfigFields';
import { TokenFields } from '../add/TokenFields';
import { hasCredentials, validateFields } from '../add/validateFields';
import { clusterTitle } from '../clusterTitle';

/** Other credentials for a cluster; the backend tests them before it replaces what is stored. */
export function ReplaceCredentialsForm(props: {
  cluster: Cluster;
  onReplaced: () => void;
}) {
  const { cluster, onReplaced } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const api = useApi(fluxcdApiRef);
  const [fields, setFields] = useState<AddClusterFields>({
    ...EMPTY_FIELDS,
    method: cluster.auth.type === 'token' ? 'token' : 'kubeconfig',
    server: cluster.server,
  });
  const [asked, setAsked] = useState(false);
  const errors = validateFields(fields);
  const [{ loading, error }, replace] = useAsyncFn(async () => {
    await api.replaceCredentials({
      params: { clusterId: cluster.id },
      body: { credentials: credentialsOf(fields) },
    });
    onReplaced();
  }, [api, cluster.id, fields, onReplaced]);
  const form: CredentialFields = {
    fields,
    update: change => setFields(old => ({ ...old, ...change })),
    errors,
    asked: asked ? 'test' : undefined,
  };
  return (
    <form
      className={styles.form}
      autoComplete="off"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        setAsked(true);
        if (!loading && hasCredentials(errors)) replace();
      }}
    >
      <DialogHeader>
        {t('clusters.credentials.title', { name: clusterTitle(cluster) })}
      </DialogHeader>
      <DialogBody>
        <div className={styles.fields}>
          <Text as="p">
            {t('clusters.credentials.description', { server: cluster.server })}
          </Text>
          <RadioGroup
            label={t('clusters.add.method.label')}
            orientation="horizontal"
            value={fields.method}
            onChange={method =>
              form.update({ method: method as AddClusterFields['method'] })
            }
          >
            <Radio value="kubeconfig">
              {t('clusters.add.method.kubeconfig')}
            </Radio>
            <Radio value="token">{t('clusters.add.method.token')}</Radio>
          </RadioGroup>
          {fields.method === 'kubeconfig' ? (
            <KubeconfigFields form={form} clusterId={cluster.id} />
          ) : (
            <TokenFields form={form} serverFixed />
          )}
        </div>
      </DialogBody>
      {/* Outside of what scrolls: it must be seen wherever the body stands. */}
      {error && !loading && (
        <Alert
          className={styles.error}
          role="alert"
          status="danger"
          icon
          title={t('clusters.credentials.error')}
          description={errorMessage(error)}
        />
      )}
      <DialogFooter>
        <Button type="submit" variant="primary" isPending={loading}>
          {t('clusters.credentials.submit')}
        </Button>
        <Button variant="secondary" slot="close">
          {t('common.cancel')}
        </Button>
      </DialogFooter>
    </form>
  );
}
