// Package templates is the framework's own pages outside of the admin: errors,
// the page of an error in development, and the welcome of a new site. Its
// subfolders hold the pages of single parts.
//
// Components take data and give HTML. They import nothing of the framework, and
// hold no inline style or script, so that they work under the strictest
// Content-Security-Policy.
package templates
