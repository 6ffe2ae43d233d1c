// @ts-check

/**
 * Times are ISO 8601 strings in UTC with milliseconds (24 characters): they sort as text and read the
 * same from SQLite, PostgreSQL and MariaDB, whose own time types do not.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  /**
   * Names and opaque ids differ by case, which the default collations of MySQL and MariaDB ignore; and a server whose
   * default is not utf8mb4 would refuse half of what people write. Other databases have neither setting.
   *
   * @param {import('knex').Knex.CreateTableBuilder} table
   */
  const exactText = table => {
    if (!String(knex.client.config.client).includes('mysql')) return;
    table.charset('utf8mb4');
    table.collate('utf8mb4_bin');
  };
  await knex.schema.createTable('clusters', table => {
    exactText(table);
    table.comment('Registered clusters. Credentials are sealed, see docs/adr');
    table.string('id', 36).primary().notNullable();
    table.string('name', 63).notNullable().unique();
    table.string('title', 128);
    table.text('description');
    table.string('environment', 63);
    table.text('labels').notNullable().comment('JSON object');
    table.string('source', 63).notNullable();
    table.string('source_id', 512);
    table.text('server').notNullable().comment('URL of the API server');
    table
      .string('server_hash', 64)
      .unique()
      .comment(
        'SHA-256 of server: one row per server, a long text cannot be unique',
      );
    table
      .text('auth')
      .notNullable()
      .comment('JSON: type and expiry, no credential');
    table
      .text('credentials', 'longtext')
      .comment('Fernet token of the credential');
    table.string('key_id', 16).comment('Which key sealed the credential');
    table.string('created_at', 24).notNullable();
    table.string('created_by', 255);
    table.string('updated_at', 24).notNullable();
  });
  await knex.schema.createTable('cluster_connections', table => {
    exactText(table);
    table.comment(
      'Health of the link to each cluster, written by whoever watches it',
    );
    table.string('cluster_id', 36).primary().notNullable();
    table
      .foreign('cluster_id')
      .references('id')
      .inTable('clusters')
      .onDelete('CASCADE');
    table.string('state', 16).notNullable();
    table.string('reason', 32);
    table.text('message');
    table.string('since', 24).notNullable();
    table.string('last_contact_at', 24);
    table.string('kubernetes_version', 64);
    table.string('flux_version', 64);
  });
  await knex.schema.createTable('cluster_kinds', table => {
    exactText(table);
    table.comment(
      'Flux kinds per cluster: what is served and how current it is',
    );
    table.string('cluster_id', 36).notNullable();
    table
      .foreign('cluster_id')
      .references('id')
      .inTable('clusters')
      .onDelete('CASCADE');
    table.string('api_group', 128).notNullable();
    table.string('kind', 63).notNullable();
    table.string('version', 32);
    table.string('state', 16).notNullable();
    table.text('message');
    table.string('synced_at', 24);
    table
      .string('resource_version', 64)
      .comment('Opaque: where a watch may resume');
    table.primary(['cluster_id', 'api_group', 'kind']);
  });
  await knex.schema.createTable('resources', table => {
    exactText(table);
    table.comment('Flux objects of all clusters, projected and redacted');
    table.string('id', 32).primary().notNullable();
    table.string('cluster_id', 36).notNullable();
    table
      .foreign('cluster_id')
      .references('id')
      .inTable('clusters')
      .onDelete('CASCADE');
    table.string('api_group', 128).notNullable();
    table.string('version', 32).notNullable();
    table.string('kind', 63).notNullable();
    table
      .string('namespace', 63)
      .notNullable()
      .comment('Empty for cluster-scoped');
    table.string('name', 253).notNullable();
    table.string('uid', 64).notNullable();
    table.string('resource_version', 64).notNullable().comment('Opaque');
    table.string('status', 16).notNullable();
    table
      .smallint('status_rank')
      .notNullable()
      .comment('Worst first, for sorting');
    table.boolean('stalled').notNullable();
    table.boolean('retrying').notNullable();
    table.boolean('suspended').notNullable();
    table.string('ready', 8);
    table.string('reason', 255);
    table.text('message');
    table.string('revision', 512);
    table.string('attempted_revision', 512);
    table.string('source_group', 128);
    table.string('source_kind', 63);
    table.string('source_namespace', 63);
    table.string('source_name', 253);
    table.text('url');
    table.string('status_since', 24);
    table.string('last_reconciled_at', 24);
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table.index(
      ['cluster_id', 'api_group', 'kind'],
      'resources_cluster_kind_idx',
    );
    table.index(['status_rank', 'name', 'id'], 'resources_status_idx');
    // Covers the one count that the list's total and facets come from.
    table.index(
      ['cluster_id', 'kind', 'namespace', 'status'],
      'resources_facets_idx',
    );
  });
  await knex.schema.createTable('operations', table => {
    exactText(table);
    table.comment(
      'Acts of users on resources, with progress and observed outcome',
    );
    table.string('id', 36).primary().notNullable();
    table.string('type', 32).notNullable();
    table.boolean('with_source').notNullable();
    table.string('state', 16).notNullable();
    table.string('requested_by', 255).notNullable();
    table.string('created_at', 24).notNullable();
    table
      .string('updated_at', 24)
      .notNullable()
      .comment('Heartbeat: tells a lost operation from a slow one');
    table.string('finished_at', 24);
  });
  await knex.schema.createTable('operation_targets', table => {
    exactText(table);
    table.string('operation_id', 36).notNullable();
    table
      .foreign('operation_id')
      .references('id')
      .inTable('operations')
      .onDelete('CASCADE');
    table.integer('position').notNullable();
    table.string('resource_id', 32).notNullable();
    table.string('cluster_id', 36).notNullable();
    table.string('cluster_name', 63).notNullable();
    table.string('kind', 63).notNullable();
    table.string('namespace', 63).notNullable();
    table.string('name', 253).notNullable();
    table.string('state', 16).notNullable();
    table.string('outcome', 32);
    table.text('message');
    table.text('steps', 'longtext').notNullable().comment('JSON array');
    table.primary(['operation_id', 'position']);
    table.index(['resource_id'], 'operation_targets_resource_idx');
  });
  await knex.schema.createTable('activities', table => {
    exactText(table);
    table.comment('Who did what, when, to which target, with what outcome');
    table.string('id', 36).primary().notNullable();
    table.string('at', 24).notNullable().index('activities_at_idx');
    table.string('actor', 255).notNullable().comment('Entity ref');
    table.string('action', 32).notNullable();
    table.string('outcome', 32).notNullable();
    table.text('message');
    table.string('cluster_id', 36);
    table.string('cluster_name', 63);
    table.string('resource_id', 32);
    table.string('kind', 63);
    table.string('namespace', 63);
    table.string('name', 253);
    table.string('operation_id', 36);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const name of [
    'activities',
    'operation_targets',
    'operations',
    'resources',
    'cluster_kinds',
    'cluster_connections',
    'clusters',
  ]) {
    await knex.schema.dropTable(name);
  }
};
