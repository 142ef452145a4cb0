-- 0001_initial forwards
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
CREATE TABLE `blog_author` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `name` varchar(100) NOT NULL
);
CREATE TABLE `blog_tag` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `name` varchar(50) NOT NULL
);
CREATE TABLE `blog_post` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `author_id` bigint NOT NULL,
  `title` varchar(200) NOT NULL,
  `slug` varchar(200) NOT NULL,
  `body` text NOT NULL,
  `status` varchar(20) NOT NULL DEFAULT 'draft',
  `published_at` datetime,
  CONSTRAINT `blog_post_status_ck` CHECK (`status` IN ('draft', 'published')),
  CONSTRAINT `blog_post_author_id_fk` FOREIGN KEY (`author_id`) REFERENCES `blog_author` (`id`) ON DELETE CASCADE
);
CREATE TABLE `blog_post_tags` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `post_id` bigint NOT NULL,
  `tag_id` bigint NOT NULL,
  CONSTRAINT `blog_post_tags_post_id_fk` FOREIGN KEY (`post_id`) REFERENCES `blog_post` (`id`) ON DELETE CASCADE,
  CONSTRAINT `blog_post_tags_tag_id_fk` FOREIGN KEY (`tag_id`) REFERENCES `blog_tag` (`id`) ON DELETE CASCADE
);
CREATE UNIQUE INDEX `blog_tag_name_uq` ON `blog_tag` (`name`);
CREATE INDEX `blog_post_author_id_idx` ON `blog_post` (`author_id`);
CREATE UNIQUE INDEX `blog_post_slug_uq` ON `blog_post` (`slug`);
CREATE INDEX `blog_post_status_published_at_idx` ON `blog_post` (`status`, `published_at`);
CREATE INDEX `blog_post_tags_tag_id_idx` ON `blog_post_tags` (`tag_id`);
CREATE UNIQUE INDEX `blog_post_tags_post_id_tag_id_uq` ON `blog_post_tags` (`post_id`, `tag_id`);
COMMIT;
PRAGMA foreign_keys = ON;

-- 0001_initial backwards
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
DROP TABLE `blog_post_tags`;
DROP TABLE `blog_post`;
DROP TABLE `blog_tag`;
DROP TABLE `blog_author`;
COMMIT;
PRAGMA foreign_keys = ON;

-- 0002_post_content_lang forwards
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
-- stops if there is a row: SELECT 1 FROM pragma_table_xinfo('blog_post') WHERE name COLLATE NOCASE NOT IN ('id', 'author_id', 'title', 'slug', 'body', 'status', 'published_at') LIMIT 1;
--   blog_post has a column that no migration made and that would be lost: remove it, or add it to the model
DROP INDEX `blog_post_author_id_idx`;
DROP INDEX `blog_post_slug_uq`;
DROP INDEX `blog_post_status_published_at_idx`;
ALTER TABLE `blog_post` RENAME COLUMN `body` TO `content`;
CREATE TABLE `gofw_new_blog_post` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `author_id` bigint NOT NULL,
  `title` varchar(200) NOT NULL,
  `slug` varchar(200) NOT NULL,
  `content` text NOT NULL,
  `status` varchar(20) NOT NULL DEFAULT 'draft',
  `published_at` datetime,
  `views` bigint NOT NULL DEFAULT 0,
  `lang` varchar(5) NOT NULL,
  CONSTRAINT `blog_post_status_ck` CHECK (`status` IN ('draft', 'published')),
  CONSTRAINT `blog_post_views_ck` CHECK (`views` >= 0),
  CONSTRAINT `blog_post_author_id_fk` FOREIGN KEY (`author_id`) REFERENCES `blog_author` (`id`) ON DELETE CASCADE
);
INSERT INTO `gofw_new_blog_post` (`id`, `author_id`, `title`, `slug`, `content`, `status`, `published_at`, `views`, `lang`)
  SELECT `id`, `author_id`, `title`, `slug`, `content`, `status`, `published_at`, 0, 'en' FROM `blog_post`;
DELETE FROM sqlite_sequence WHERE name = 'gofw_new_blog_post';
INSERT INTO sqlite_sequence (name, seq) SELECT 'gofw_new_blog_post', seq FROM sqlite_sequence WHERE name = 'blog_post';
-- triggers of blog_post, and indexes that no migration made, are remembered
DROP TABLE `blog_post`;
PRAGMA legacy_alter_table = ON;
ALTER TABLE `gofw_new_blog_post` RENAME TO `blog_post`;
PRAGMA legacy_alter_table = OFF;
-- and created again
CREATE INDEX `blog_post_author_id_idx` ON `blog_post` (`author_id`);
CREATE UNIQUE INDEX `blog_post_slug_uq` ON `blog_post` (`slug`);
CREATE INDEX `blog_post_status_published_at_idx` ON `blog_post` (`status`, `published_at`);
COMMIT;
PRAGMA foreign_keys = ON;

-- 0002_post_content_lang backwards
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
-- stops if there is a row: SELECT 1 FROM pragma_table_xinfo('blog_post') WHERE name COLLATE NOCASE NOT IN ('id', 'author_id', 'title', 'slug', 'content', 'status', 'published_at', 'views', 'lang') LIMIT 1;
--   blog_post has a column that no migration made and that would be lost: remove it, or add it to the model
DROP INDEX `blog_post_author_id_idx`;
DROP INDEX `blog_post_slug_uq`;
DROP INDEX `blog_post_status_published_at_idx`;
ALTER TABLE `blog_post` RENAME COLUMN `content` TO `body`;
CREATE TABLE `gofw_new_blog_post` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `author_id` bigint NOT NULL,
  `title` varchar(200) NOT NULL,
  `slug` varchar(200) NOT NULL,
  `body` text NOT NULL,
  `status` varchar(20) NOT NULL DEFAULT 'draft',
  `published_at` datetime,
  CONSTRAINT `blog_post_status_ck` CHECK (`status` IN ('draft', 'published')),
  CONSTRAINT `blog_post_author_id_fk` FOREIGN KEY (`author_id`) REFERENCES `blog_author` (`id`) ON DELETE CASCADE
);
INSERT INTO `gofw_new_blog_post` (`id`, `author_id`, `title`, `slug`, `body`, `status`, `published_at`)
  SELECT `id`, `author_id`, `title`, `slug`, `body`, `status`, `published_at` FROM `blog_post`;
DELETE FROM sqlite_sequence WHERE name = 'gofw_new_blog_post';
INSERT INTO sqlite_sequence (name, seq) SELECT 'gofw_new_blog_post', seq FROM sqlite_sequence WHERE name = 'blog_post';
-- triggers of blog_post, and indexes that no migration made, are remembered
DROP TABLE `blog_post`;
PRAGMA legacy_alter_table = ON;
ALTER TABLE `gofw_new_blog_post` RENAME TO `blog_post`;
PRAGMA legacy_alter_table = OFF;
-- and created again
CREATE INDEX `blog_post_author_id_idx` ON `blog_post` (`author_id`);
CREATE UNIQUE INDEX `blog_post_slug_uq` ON `blog_post` (`slug`);
CREATE INDEX `blog_post_status_published_at_idx` ON `blog_post` (`status`, `published_at`);
COMMIT;
PRAGMA foreign_keys = ON;

-- 0003_published_at_required forwards
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
UPDATE blog_post SET published_at = '2020-01-01 00:00:00+00:00'
WHERE published_at IS NULL;
-- stops if there is a row: SELECT 1 FROM pragma_table_xinfo('blog_post') WHERE name COLLATE NOCASE NOT IN ('id', 'author_id', 'title', 'slug', 'content', 'status', 'published_at', 'views', 'lang') LIMIT 1;
--   blog_post has a column that no migration made and that would be lost: remove it, or add it to the model
DROP INDEX `blog_post_author_id_idx`;
DROP INDEX `blog_post_slug_uq`;
DROP INDEX `blog_post_status_published_at_idx`;
CREATE TABLE `gofw_new_blog_post` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `author_id` bigint NOT NULL,
  `title` varchar(200) NOT NULL,
  `slug` varchar(200) NOT NULL,
  `content` text NOT NULL,
  `status` varchar(20) NOT NULL DEFAULT 'draft',
  `published_at` datetime NOT NULL,
  `views` bigint NOT NULL DEFAULT 0,
  `lang` varchar(5) NOT NULL,
  CONSTRAINT `blog_post_status_ck` CHECK (`status` IN ('draft', 'published')),
  CONSTRAINT `blog_post_views_ck` CHECK (`views` >= 0),
  CONSTRAINT `blog_post_author_id_fk` FOREIGN KEY (`author_id`) REFERENCES `blog_author` (`id`) ON DELETE CASCADE
);
-- stops if there is a row: SELECT 1 FROM `blog_post` WHERE `published_at` IS NULL LIMIT 1;
--   blog.Post.published_at becomes required, and there are rows without a value: give them one with backfill: on the operation that changes the field, or before it with run_sql
INSERT INTO `gofw_new_blog_post` (`id`, `author_id`, `title`, `slug`, `content`, `status`, `published_at`, `views`, `lang`)
  SELECT `id`, `author_id`, `title`, `slug`, `content`, `status`, `published_at`, `views`, `lang` FROM `blog_post`;
DELETE FROM sqlite_sequence WHERE name = 'gofw_new_blog_post';
INSERT INTO sqlite_sequence (name, seq) SELECT 'gofw_new_blog_post', seq FROM sqlite_sequence WHERE name = 'blog_post';
-- triggers of blog_post, and indexes that no migration made, are remembered
DROP TABLE `blog_post`;
PRAGMA legacy_alter_table = ON;
ALTER TABLE `gofw_new_blog_post` RENAME TO `blog_post`;
PRAGMA legacy_alter_table = OFF;
-- and created again
CREATE INDEX `blog_post_author_id_idx` ON `blog_post` (`author_id`);
CREATE UNIQUE INDEX `blog_post_slug_uq` ON `blog_post` (`slug`);
CREATE INDEX `blog_post_status_published_at_idx` ON `blog_post` (`status`, `published_at`);
COMMIT;
PRAGMA foreign_keys = ON;

-- 0003_published_at_required backwards
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
-- stops if there is a row: SELECT 1 FROM pragma_table_xinfo('blog_post') WHERE name COLLATE NOCASE NOT IN ('id', 'author_id', 'title', 'slug', 'content', 'status', 'published_at', 'views', 'lang') LIMIT 1;
--   blog_post has a column that no migration made and that would be lost: remove it, or add it to the model
DROP INDEX `blog_post_author_id_idx`;
DROP INDEX `blog_post_slug_uq`;
DROP INDEX `blog_post_status_published_at_idx`;
CREATE TABLE `gofw_new_blog_post` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `author_id` bigint NOT NULL,
  `title` varchar(200) NOT NULL,
  `slug` varchar(200) NOT NULL,
  `content` text NOT NULL,
  `status` varchar(20) NOT NULL DEFAULT 'draft',
  `published_at` datetime,
  `views` bigint NOT NULL DEFAULT 0,
  `lang` varchar(5) NOT NULL,
  CONSTRAINT `blog_post_status_ck` CHECK (`status` IN ('draft', 'published')),
  CONSTRAINT `blog_post_views_ck` CHECK (`views` >= 0),
  CONSTRAINT `blog_post_author_id_fk` FOREIGN KEY (`author_id`) REFERENCES `blog_author` (`id`) ON DELETE CASCADE
);
INSERT INTO `gofw_new_blog_post` (`id`, `author_id`, `title`, `slug`, `content`, `status`, `published_at`, `views`, `lang`)
  SELECT `id`, `author_id`, `title`, `slug`, `content`, `status`, `published_at`, `views`, `lang` FROM `blog_post`;
DELETE FROM sqlite_sequence WHERE name = 'gofw_new_blog_post';
INSERT INTO sqlite_sequence (name, seq) SELECT 'gofw_new_blog_post', seq FROM sqlite_sequence WHERE name = 'blog_post';
-- triggers of blog_post, and indexes that no migration made, are remembered
DROP TABLE `blog_post`;
PRAGMA legacy_alter_table = ON;
ALTER TABLE `gofw_new_blog_post` RENAME TO `blog_post`;
PRAGMA legacy_alter_table = OFF;
-- and created again
CREATE INDEX `blog_post_author_id_idx` ON `blog_post` (`author_id`);
CREATE UNIQUE INDEX `blog_post_slug_uq` ON `blog_post` (`slug`);
CREATE INDEX `blog_post_status_published_at_idx` ON `blog_post` (`status`, `published_at`);
COMMIT;
PRAGMA foreign_keys = ON;

-- 0004_article forwards
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
ALTER TABLE `blog_post` RENAME TO `blog_article`;
ALTER TABLE `blog_post_tags` RENAME COLUMN `post_id` TO `article_id`;
ALTER TABLE `blog_author` ADD COLUMN `email` varchar(254);
CREATE UNIQUE INDEX `blog_author_email_uq` ON `blog_author` (`email`);
COMMIT;
PRAGMA foreign_keys = ON;

-- 0004_article backwards
PRAGMA foreign_keys = OFF;
BEGIN IMMEDIATE;
-- stops if there is a row: SELECT 1 FROM pragma_table_xinfo('blog_author') WHERE name COLLATE NOCASE NOT IN ('id', 'name', 'email') LIMIT 1;
--   blog_author has a column that no migration made and that would be lost: remove it, or add it to the model
DROP INDEX `blog_author_email_uq`;
ALTER TABLE `blog_article` RENAME TO `blog_post`;
ALTER TABLE `blog_post_tags` RENAME COLUMN `article_id` TO `post_id`;
CREATE TABLE `gofw_new_blog_author` (
  `id` integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  `name` varchar(100) NOT NULL
);
INSERT INTO `gofw_new_blog_author` (`id`, `name`)
  SELECT `id`, `name` FROM `blog_author`;
DELETE FROM sqlite_sequence WHERE name = 'gofw_new_blog_author';
INSERT INTO sqlite_sequence (name, seq) SELECT 'gofw_new_blog_author', seq FROM sqlite_sequence WHERE name = 'blog_author';
-- triggers of blog_author, and indexes that no migration made, are remembered
DROP TABLE `blog_author`;
PRAGMA legacy_alter_table = ON;
ALTER TABLE `gofw_new_blog_author` RENAME TO `blog_author`;
PRAGMA legacy_alter_table = OFF;
-- and created again
COMMIT;
PRAGMA foreign_keys = ON;

