// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('operation_locks', table => {
    table.comment('What only one operation at a time may work on');
    table.string('id', 64).primary().notNullable().comment('SHA-256 of what');
    table
      .string('operation_id', 36)
      .comment('Holds it until it ends; it may be gone');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('operation_locks');
};
