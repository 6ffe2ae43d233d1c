// @ts-check

/**
 * What many replicas share: who may write the rows of a cluster, and how far those rows have moved; and what the
 * resources of the fleet have applied.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  /**
   * Exact text, as in the first migration.
   *
   * @param {import('knex').Knex.CreateTableBuilder} table
   */
  const exactText = table => {
    if (!String(knex.client.config.client).includes('mysql')) return;
    table.charset('utf8mb4');
    table.collate('utf8mb4_bin');
  };
  /** @param {import('knex').Knex.CreateTableBuilder} table */
  const ofCluster = table =>
    table
      .foreign('cluster_id')
      .references('id')
      .inTable('clusters')
      .onDelete('CASCADE');
  await knex.schema.createTable('replicas', table => {
    exactText(table);
    table.comment('Backends that are alive, by their own word');
    table.string('id', 36).primary().notNullable();
    table
      .bigInteger('expires_at')
      .notNullable()
      .comment("Milliseconds since 1970 by the database's clock");
  });
  await knex.schema.createTable('cluster_leases', table => {
    exactText(table);
    table.comment(
      'Who may write the rows of each cluster, as long as it is alive, and how far they have moved',
    );
    table.string('cluster_id', 36).primary().notNullable();
    ofCluster(table);
    table.string('holder', 36).comment('Id of a replica; NULL: nobody');
    table
      .bigInteger('fence')
      .notNullable()
      .defaultTo(0)
      .comment('Grows with every holder: who writes must name it');
    table
      .bigInteger('change_number')
      .notNullable()
      .defaultTo(0)
      .comment('Grows with every commit that changed a row of the cluster');
    table
      .bigInteger('tombstones_from')
      .notNullable()
      .defaultTo(0)
      .comment(
        'Deletions up to this change number are no longer known one by one',
      );
    table
      .bigInteger('refresh_asked')
      .notNullable()
      .defaultTo(0)
      .comment('Counts how often a complete reading was asked for');
    table
      .bigInteger('refresh_done')
      .notNullable()
      .defaultTo(0)
      .comment('Which of them was answered last');
    table
      .text('refresh_failure')
      .comment('JSON: why that one failed; NULL: it did not');
    table.index(['holder'], 'cluster_leases_holder_idx');
  });
  await knex.schema.createTable('resource_tombstones', table => {
    exactText(table);
    table.comment('Resources that were deleted a short while ago');
    table.string('cluster_id', 36).notNullable();
    ofCluster(table);
    table.bigInteger('change_number').notNullable();
    table.string('resource_id', 32).notNullable();
    table.string('deleted_at', 24).notNullable();
    table.primary(['cluster_id', 'change_number', 'resource_id']);
    table.index(['deleted_at'], 'resource_tombstones_deleted_idx');
  });
  await knex.schema.createTable('managed_objects', table => {
    exactText(table);
    table.comment('What each resource has applied, as its inventory says');
    table.string('resource_id', 32).notNullable();
    table
      .foreign('resource_id')
      .references('id')
      .inTable('resources')
      .onDelete('CASCADE');
    table.string('api_group', 253).notNullable();
    table.string('kind', 63).notNullable();
    table.string('namespace', 63).notNullable();
    table.string('name', 253).notNullable();
    table.primary(['resource_id', 'api_group', 'kind', 'namespace', 'name']);
    table.index(['name', 'kind', 'namespace'], 'managed_objects_object_idx');
  });
  await knex.schema.alterTable('resources', table => {
    table
      .string('row_digest', 32)
      .comment('Another one when a reader could tell the rows apart');
    table
      .string('inventory_digest', 32)
      .comment('Another one when the managed objects are others');
    table.bigInteger('change_number').notNullable().defaultTo(0);
    table.index(['cluster_id', 'change_number'], 'resources_change_idx');
  });
  const clusters = await knex('clusters').select('id');
  for (const { id } of clusters) {
    await knex('cluster_leases').insert({ cluster_id: id });
  }
  // What is stored was written without digests: list every kind anew.
  await knex('cluster_kinds').update({ resource_version: null });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('resources', table => {
    table.dropIndex([], 'resources_change_idx');
  });
  await knex.schema.alterTable('resources', table => {
    table.dropColumns('row_digest', 'inventory_digest', 'change_number');
  });
  for (const name of [
    'managed_objects',
    'resource_tombstones',
    'cluster_leases',
    'replicas',
  ]) {
    await knex.schema.dropTable(name);
  }
};
