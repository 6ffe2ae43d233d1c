// @ts-check

/**
 * Times are ISO 8601 strings in UTC with milliseconds (24 characters), as in the tables of the plugin.
 *
 * `azure_connections` holds what people added in the portal; `azure_connection_states` what came of the syncs, for those
 * of the configuration as well, which have no row in the first. `azure_clusters` remembers per AKS cluster what the last
 * syncs saw; it is the memory of the sync, the clusters themselves are the plugin's.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  /**
   * Ids and names differ by case, which the default collations of MySQL and MariaDB ignore; and a server whose default
   * is not utf8mb4 would refuse half of what people write.
   *
   * @param {import('knex').Knex.CreateTableBuilder} table
   */
  const exactText = table => {
    if (!String(knex.client.config.client).includes('mysql')) return;
    table.charset('utf8mb4');
    table.collate('utf8mb4_bin');
  };
  await knex.schema.createTable('azure_connections', table => {
    exactText(table);
    table.comment('Connections to Azure that were added in the portal');
    table.string('id', 36).primary().notNullable();
    table.string('name', 63).notNullable().unique();
    table.string('cloud', 63).notNullable();
    table.string('tenant_id', 36).notNullable();
    table.string('client_id', 36).notNullable();
    table
      .string('secret_id', 36)
      .notNullable()
      .comment('Under which name the client secret lies sealed');
    table.string('secret_set_at', 24).notNullable();
    table
      .integer('credential_version')
      .notNullable()
      .comment('Counts up with tenant, client and secret');
    table
      .text('subscriptions')
      .notNullable()
      .comment('JSON: "all" or an array of ids');
    table.text('include_filter', 'mediumtext').comment('JSON object');
    table.text('exclude_filter', 'mediumtext').comment('JSON object');
    table.string('created_at', 24).notNullable();
    table.string('created_by', 255);
    table.string('updated_at', 24).notNullable();
  });
  await knex.schema.createTable('azure_connection_states', table => {
    exactText(table);
    table.comment('What came of the last sync of each connection');
    table.string('connection_id', 64).primary().notNullable();
    table.string('status', 16).notNullable();
    table.text('problems', 'mediumtext').notNullable().comment('JSON array');
    table
      .string('object_id', 36)
      .comment('Of the identity in Entra ID, read from its own token');
    table.string('last_sync_at', 24);
  });
  await knex.schema.createTable('azure_clusters', table => {
    exactText(table);
    table.comment('What the last syncs saw of each AKS cluster');
    table
      .string('id', 64)
      .primary()
      .notNullable()
      .comment('SHA-256 of arm_id: a long text cannot be unique');
    table
      .string('arm_id', 512)
      .notNullable()
      .comment('Resource id in lower case');
    table
      .string('connection_id', 64)
      .notNullable()
      .comment('Through which it came; it may be gone since');
    table.string('subscription_id', 36).notNullable();
    table.string('cluster_id', 36).comment('Its id in the portal');
    table.string('name', 63).notNullable().comment('Its name in the portal');
    table
      .string('fqdn', 255)
      .comment('As listed: the credential is read again when it changes');
    table.string('etag', 128).comment('As listed');
    table
      .string('fingerprint', 64)
      .comment('SHA-256 of what its credential depends on');
    table
      .string('credential_read_at', 24)
      .comment('When its kubeconfig was last asked for');
    table.string('first_seen_at', 24).notNullable();
    table.string('last_seen_at', 24).notNullable();
    table
      .integer('missing_count')
      .notNullable()
      .defaultTo(0)
      .comment('Complete listings in a row that did not have it');
    table.string('missing_since', 24);
    table.index(['connection_id'], 'azure_clusters_connection_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('azure_clusters');
  await knex.schema.dropTable('azure_connection_states');
  await knex.schema.dropTable('azure_connections');
};
