# The portal for a real server: one image for web, worker and beat. It holds no secret, no server and no test tool.
FROM python:3.12-slim-bookworm AS build
WORKDIR /build
COPY requirements/runtime.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r runtime.txt

FROM python:3.12-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /home/ptsp ptsp \
    && mkdir -p /data/media /data/static /data/beat && chown -R ptsp:ptsp /data
COPY --from=build /venv /venv
WORKDIR /portal
COPY . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/tmp MEDIA_ROOT=/data/media STATIC_ROOT=/data/static
# Neither step needs a real secret or a database.
RUN DEBUG=true python manage.py compile_texts \
    && SECRET_KEY=build FIELD_KEYS=build HASH_KEY=build python manage.py collectstatic --noinput
USER ptsp
EXPOSE 8000
VOLUME /data/media
CMD ["gunicorn", "ptsp_portal.wsgi:application", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=4", \
     "--threads=4", "--timeout=60", "--graceful-timeout=30", "--max-requests=5000", "--max-requests-jitter=500", \
     "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
