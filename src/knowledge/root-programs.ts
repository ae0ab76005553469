/** What programs do that decides whether they can work without root. Sources: their manual pages (read 2026-11). */

const programs = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Programs that change the system itself: its users, packages, libraries, certificates. */
export const needsRoot: ReadonlySet<string> = programs(
  `useradd usermod userdel adduser deluser groupadd groupmod groupdel addgroup delgroup chpasswd
  update-ca-certificates update-ca-trust update-alternatives locale-gen dpkg-reconfigure setcap
  a2enmod a2dismod a2ensite a2dissite docker-php-ext-install docker-php-ext-enable docker-php-ext-configure`,
);

/** Programs that packages of Python install to be started by name. */
export const pythonPrograms: ReadonlySet<string> = programs(
  `airflow alembic celery daphne dagster django-admin fastapi flask gradio granian gunicorn hypercorn jupyter jupyter-lab
  litestar locust mkdocs mlflow prefect pytest sanic scrapy streamlit supervisord uvicorn uwsgi waitress-serve`,
);
